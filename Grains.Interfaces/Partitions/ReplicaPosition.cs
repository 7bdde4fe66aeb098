namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>Where a replica's log is.</summary>
/// <param name="LatestEpoch">The last leader epoch in it; -1 for none.</param>
[GenerateSerializer, Immutable, Alias("Cloud.ReplicaPosition")]
public readonly record struct ReplicaPosition(
    [property: Id(0)] int LatestEpoch,
    [property: Id(1)] long LogStartOffset,
    [property: Id(2)] long LogEndOffset);
