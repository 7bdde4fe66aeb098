using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>The log of one replica.</summary>
/// <param name="TopicPartition">Of which partition.</param>
/// <param name="SizeBytes">Of its segments.</param>
/// <param name="OffsetLag">How far it is behind the high watermark, or behind the replica that it will replace.</param>
/// <param name="IsFuture">Whether it will replace a replica in another folder.</param>
public sealed record ReplicaLogDescription(
    TopicPartition TopicPartition, long SizeBytes, long OffsetLag, bool IsFuture);
