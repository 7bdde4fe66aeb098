using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>A topic that was created, or could be.</summary>
/// <param name="Name">As it was asked for.</param>
/// <param name="Id">None when it was only validated, or where the broker is older than Kafka 2.8.</param>
/// <param name="PartitionCount">-1 where the broker does not tell (before Kafka 2.4).</param>
/// <param name="ReplicationFactor">-1 where the broker does not tell.</param>
/// <param name="Configs">Its settings, defaults included; empty where the broker does not tell.</param>
public sealed record CreatedTopic(
    string Name, TopicId Id, int PartitionCount, int ReplicationFactor, IReadOnlyDictionary<string, string?> Configs);
