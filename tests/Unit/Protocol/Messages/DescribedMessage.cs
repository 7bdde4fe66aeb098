using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;
using Cloud.ProtocolGenerator.Descriptions;

namespace Cloud.Unit.Protocol.Messages;

/// <summary>A message, the description it was made from, and the API it belongs to.</summary>
internal sealed record DescribedMessage(Description Description, Message Message, ApiDescription Api)
{
    private const string Extension = ".kafka";

    public static IReadOnlyDictionary<string, DescribedMessage> ByName { get; } =
        ReadAll().ToDictionary(message => message.Message.Root.Name);

    public static TheoryData<string> Names => [.. ByName.Keys.Order(StringComparer.Ordinal)];

    public bool IsRequest => Message == Description.Messages[0];

    public IEnumerable<short> Versions =>
        from version in Enumerable.Range(Api.Versions.First, Api.Versions.Last - Api.Versions.First + 1)
        select (short)version;

    /// <summary>A frame of this message with random content, written by the description alone.</summary>
    public byte[] RandomFrame(short version, Random random)
    {
        var body = new RandomBody(Description, version, random).Write(Message.Root);
        return TestFrames.Around(body, Api, version, IsRequest);
    }

    private static IEnumerable<DescribedMessage> ReadAll()
    {
        var assembly = typeof(DescribedMessage).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(Extension)))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var description = DescriptionParser.Parse(text.ReadToEnd());
            foreach (var message in description.Messages.Where(_ => description.ApiKey is not null))
            {
                yield return new(description, message, SupportedApis.Find((short)description.ApiKey!)!);
            }
        }
    }
}
