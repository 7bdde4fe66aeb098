using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Protocol.Messages;

/// <summary>The body of a message as another program wrote it.</summary>
internal sealed record GoldenMessage(string Name, short Version, string Variant, byte[] Body)
{
    private const string RequestSuffix = "Request";

    public bool IsRequest => Name.EndsWith(RequestSuffix, StringComparison.Ordinal);

    public ApiDescription Api
    {
        get
        {
            var suffix = IsRequest ? RequestSuffix : "Response";
            return SupportedApis.All.Single(api => api.Name == Name[..^suffix.Length]);
        }
    }

    /// <summary>Lines of message, version, variant and hex, from one of the files in the folder Goldens.</summary>
    public static IEnumerable<GoldenMessage> ReadAll(string file)
    {
        var name = $"{typeof(GoldenMessage).Namespace}.Goldens.{file}";
        using var stream = typeof(GoldenMessage).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"There is no {name}.");
        using var lines = new StreamReader(stream);
        while (lines.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                var columns = line.Split(' ');
                var body = Convert.FromHexString(columns.Length > 3 ? columns[3] : "");
                yield return new GoldenMessage(columns[0], short.Parse(columns[1]), columns[2], body);
            }
        }
    }

    public override string ToString() => $"{Name} v{Version} ({Variant})";
}
