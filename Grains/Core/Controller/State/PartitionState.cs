using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Controller.State;

/// <summary>
/// What the controller has committed of a partition, and the silos act on. Changes by compare-and-swap on <see
/// cref="PartitionEpoch"/> only; <see cref="LeaderEpoch"/> grows with each new leader (and not with ISR changes).
/// </summary>
/// <param name="Index">From 0, dense within the topic.</param>
/// <param name="Replicas">
/// Assigned brokers in order of preference; the first is the preferred leader. Adding ones last.
/// </param>
/// <param name="Leader"><see cref="BrokerId.None"/> while the partition is offline.</param>
/// <param name="Isr">
/// In-sync replicas; holds the leader while there is one. Never empty once the partition was led.
/// </param>
/// <param name="Elr">
/// Eligible leader replicas (KIP-966): out of the ISR, but known to have everything committed.
/// </param>
/// <param name="LastKnownLeader">For people, when ISR and ELR are gone.</param>
/// <param name="IsRecovering">The leader was elected uncleanly and has not confirmed yet (KIP-704).</param>
/// <param name="AddingReplicas">Of <paramref name="Replicas"/>, those that a reassignment adds.</param>
/// <param name="RemovingReplicas">Of <paramref name="Replicas"/>, those that a reassignment removes.</param>
public sealed record PartitionState(
    int Index,
    ImmutableArray<BrokerId> Replicas,
    BrokerId Leader,
    LeaderEpoch LeaderEpoch,
    PartitionEpoch PartitionEpoch,
    ImmutableArray<BrokerId> Isr,
    ImmutableArray<BrokerId> Elr,
    BrokerId LastKnownLeader,
    bool IsRecovering,
    ImmutableArray<BrokerId> AddingReplicas,
    ImmutableArray<BrokerId> RemovingReplicas)
{
    public bool HasLeader => Leader != BrokerId.None;
}
