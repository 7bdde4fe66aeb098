using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>A topic to be created.</summary>
/// <param name="Name">1 to 249 letters, digits, dots, underscores and dashes.</param>
/// <param name="PartitionCount">1 or more; -1 for the broker's <c>num.partitions</c>.</param>
/// <param name="ReplicationFactor">1 or more; -1 for the broker's <c>default.replication.factor</c>.</param>
public sealed record NewTopic(string Name, int PartitionCount = -1, short ReplicationFactor = -1)
{
    /// <summary>
    /// The replicas of each partition, the preferred leader first. Where it is given, counts stay -1. Null leaves the
    /// choice to the cluster.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<BrokerId>>? Assignments { get; init; }

    /// <summary>Settings of the topic by Kafka's names, such as <c>min.insync.replicas</c>.</summary>
    public IReadOnlyDictionary<string, string> Configs { get; init; } = new Dictionary<string, string>();
}
