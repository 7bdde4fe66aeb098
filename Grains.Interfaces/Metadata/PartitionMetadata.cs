using System.Collections.Immutable;

namespace Cloud.Grains.Interfaces.Metadata;

/// <summary>What is committed of a partition. Brokers are given by their ids; -1 stands for none.</summary>
/// <param name="Index">From 0, dense within the topic.</param>
/// <param name="Replicas">In order of preference: the first is the preferred leader.</param>
/// <param name="Leader">-1 while the partition is offline.</param>
/// <param name="LeaderEpoch">Grows with each new leader.</param>
/// <param name="PartitionEpoch">Grows with each change.</param>
/// <param name="Isr">In-sync replicas.</param>
/// <param name="Elr">Eligible leader replicas (KIP-966).</param>
/// <param name="LastKnownLeader">Who led last, while nobody does.</param>
/// <param name="IsRecovering">The leader was elected uncleanly and has not confirmed yet (KIP-704).</param>
/// <param name="AddingReplicas">Of the replicas, those that a reassignment adds.</param>
/// <param name="RemovingReplicas">Of the replicas, those that a reassignment removes.</param>
[GenerateSerializer, Immutable, Alias("Cloud.PartitionMetadata")]
public sealed record PartitionMetadata(
    [property: Id(0)] int Index,
    [property: Id(1)] ImmutableArray<int> Replicas,
    [property: Id(2)] int Leader,
    [property: Id(3)] int LeaderEpoch,
    [property: Id(4)] int PartitionEpoch,
    [property: Id(5)] ImmutableArray<int> Isr,
    [property: Id(6)] ImmutableArray<int> Elr,
    [property: Id(7)] int LastKnownLeader,
    [property: Id(8)] bool IsRecovering,
    [property: Id(9)] ImmutableArray<int> AddingReplicas,
    [property: Id(10)] ImmutableArray<int> RemovingReplicas);
