using System.Globalization;
using Cloud.Cli.Hosting;

namespace Cloud.Cli.Options;

/// <summary>
/// Reads a topic with, perhaps, some of its partitions: <c>orders</c>, <c>orders:0,2</c>, <c>orders:0-3</c>.
/// </summary>
internal static class TopicPartitionText
{
    /// <returns>Null partitions for all of them.</returns>
    /// <exception cref="UsageException">It is none.</exception>
    public static (string Topic, IReadOnlyList<int>? Partitions) Parse(string text)
    {
        var colon = text.IndexOf(':');
        if (colon < 0)
        {
            return (text, null);
        }

        var partitions = text[(colon + 1)..].Split(',', StringSplitOptions.TrimEntries)
            .SelectMany(part => Range(part, text)).Distinct().ToArray();
        return (text[..colon], partitions);
    }

    private static IEnumerable<int> Range(string part, string text)
    {
        var dash = part.IndexOf('-');
        var (first, last) = dash < 0
            ? (Number(part, text), Number(part, text))
            : (Number(part[..dash], text), Number(part[(dash + 1)..], text));
        return first <= last
            ? Enumerable.Range(first, last - first + 1)
            : throw new UsageException($"'{text}': the range {part} is the wrong way round.");
    }

    private static int Number(string part, string text) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UsageException($"'{text}' is not of the form topic, topic:0,2 or topic:0-3.");
}
