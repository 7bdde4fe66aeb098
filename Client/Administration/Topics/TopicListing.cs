using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>One topic of a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">None where the cluster tells no ids.</param>
/// <param name="IsInternal">Whether the cluster keeps its own records in it.</param>
/// <param name="PartitionCount">How many partitions it has.</param>
/// <param name="ReplicationFactor">How many replicas each partition has; of the first where they differ.</param>
public sealed record TopicListing(
    string Name, TopicId Id, bool IsInternal, int PartitionCount, int ReplicationFactor);
