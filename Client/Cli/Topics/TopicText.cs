using Cloud.Cli.Output;
using Cloud.Client;

namespace Cloud.Cli.Topics;

/// <summary>Topics in words.</summary>
internal static class TopicText
{
    /// <summary>Brokers of old do not tell counts: then nothing is said of them.</summary>
    public static string Counts(CreatedTopic topic) => topic.PartitionCount < 0
        ? "with the broker's counts"
        : Counts(topic.PartitionCount, topic.ReplicationFactor);

    public static string Counts(int partitions, int replicationFactor) =>
        $"{Quantities.Count(partitions, "partition")}, replication factor {Quantities.Number(replicationFactor)}";
}
