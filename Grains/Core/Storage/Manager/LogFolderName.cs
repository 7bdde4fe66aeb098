using System.Globalization;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Manager;

/// <summary>
/// Kafka's names of log folders: <c>topic-partition</c>, and <c>topic-partition.unique-delete</c> on its way out.
/// </summary>
internal static class LogFolderName
{
    private const string DeleteSuffix = "-delete";
    private const string StraySuffix = "-stray";

    public static bool IsDeleted(string name) => name.EndsWith(DeleteSuffix, StringComparison.Ordinal);

    public static string OfDeleted(TopicPartition partition, Guid uniqueId) =>
        $"{partition}.{uniqueId:N}{DeleteSuffix}";

    /// <summary>A log of a topic that is gone, as far as anybody knows: kept for people, in nobody's way.</summary>
    public static string OfStray(TopicPartition partition, TopicId topicId) =>
        $"{partition}.{topicId.Value:N}{StraySuffix}";

    /// <summary>Topic names may hold dashes themselves: the last one counts.</summary>
    public static bool TryParse(string name, out TopicPartition partition)
    {
        partition = default;
        var dash = name.LastIndexOf('-');
        if (dash <= 0
            || !int.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        partition = new(name[..dash], number);
        return partition.ToString() == name;
    }
}
