namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>A follower's answer.</summary>
/// <param name="BrokerEpoch">The life that answers.</param>
/// <param name="Position">Its log afterwards.</param>
/// <param name="FlushedOffset">Exclusive: everything below is on its device.</param>
[GenerateSerializer, Immutable, Alias("Cloud.ReplicaAnswer")]
public sealed record ReplicaAnswer(
    [property: Id(0)] ReplicaVerdict Verdict,
    [property: Id(1)] long BrokerEpoch,
    [property: Id(2)] ReplicaPosition Position,
    [property: Id(3)] long FlushedOffset);
