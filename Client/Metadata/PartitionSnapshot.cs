using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>What metadata says of one partition.</summary>
internal sealed record PartitionSnapshot(
    int Index,
    KafkaError Error,
    BrokerId Leader,
    LeaderEpoch LeaderEpoch,
    ImmutableArray<BrokerId> Replicas,
    ImmutableArray<BrokerId> Isr,
    ImmutableArray<BrokerId> Offline)
{
    /// <summary>Whether there is somebody to produce to.</summary>
    public bool HasLeader => Leader.Value >= 0;
}
