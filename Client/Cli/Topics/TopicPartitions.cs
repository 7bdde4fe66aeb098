using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Cli.Topics;

internal static class TopicPartitions
{
    /// <summary>All of them, by index.</summary>
    public static TopicPartition[] Of(TopicDescription topic) =>
        [.. topic.Partitions.Select(partition => new TopicPartition(topic.Name, partition.Index))];
}
