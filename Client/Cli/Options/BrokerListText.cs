using System.Globalization;
using Cloud.Cli.Hosting;
using Cloud.Protocol;

namespace Cloud.Cli.Options;

/// <summary>
/// Reads and writes lists of brokers: <c>1,2,3</c>, and <c>1:2,2:3</c> for those of several partitions.
/// </summary>
internal static class BrokerListText
{
    /// <exception cref="UsageException">It is none.</exception>
    public static IReadOnlyList<BrokerId> Parse(string text, char separator = ',') =>
    [
        .. text.Split(separator, StringSplitOptions.TrimEntries).Select(part =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? new BrokerId(id)
                : throw new UsageException($"'{text}' is no list of broker ids; '{part}' is none.")),
    ];

    /// <summary>As Kafka's tools write it: partitions by commas, their replicas by colons.</summary>
    public static IReadOnlyList<IReadOnlyList<BrokerId>> ParseAssignments(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Select(partition => Parse(partition, ':'))];

    public static string Format(IEnumerable<BrokerId> brokers) => string.Join(",", brokers);
}
