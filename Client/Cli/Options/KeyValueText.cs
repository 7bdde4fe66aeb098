using Cloud.Cli.Hosting;

namespace Cloud.Cli.Options;

/// <summary>Reads <c>key=value</c>.</summary>
internal static class KeyValueText
{
    /// <exception cref="UsageException">It is none.</exception>
    public static KeyValuePair<string, string> Parse(string text)
    {
        var equals = text.IndexOf('=');
        return equals > 0
            ? KeyValuePair.Create(text[..equals].Trim(), text[(equals + 1)..])
            : throw new UsageException($"'{text}' is not of the form key=value.");
    }

    /// <exception cref="UsageException">One is none, or a key is given twice.</exception>
    public static Dictionary<string, string> ParseAll(IEnumerable<string>? texts)
    {
        var values = new Dictionary<string, string>();
        foreach (var (key, value) in (texts ?? []).Select(Parse))
        {
            if (!values.TryAdd(key, value))
            {
                throw new UsageException($"'{key}' is given twice.");
            }
        }

        return values;
    }
}
