using System.Collections.Immutable;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Elections;

/// <summary>What is wanted of a partition; <see cref="PartitionTransition"/> makes its next state.</summary>
internal sealed record PartitionChange(PartitionState Current)
{
    public ImmutableArray<BrokerId> Isr { get; init; } = Current.Isr;

    public ImmutableArray<BrokerId> Replicas { get; init; } = Current.Replicas;

    public ImmutableArray<BrokerId> AddingReplicas { get; init; } = Current.AddingReplicas;

    public ImmutableArray<BrokerId> RemovingReplicas { get; init; } = Current.RemovingReplicas;

    public bool IsRecovering { get; init; } = Current.IsRecovering;

    /// <summary>A broker that may have lost acknowledged records: it leaves ISR and ELR.</summary>
    public BrokerId UncleanBroker { get; init; } = BrokerId.None;

    /// <summary>
    /// A broker whose machine went down: it may have lost what was in the page cache, and nothing else.
    /// </summary>
    public BrokerId CrashedBroker { get; init; } = BrokerId.None;

    /// <summary>
    /// Leads no more in the present epoch: others come first, and if it is to lead again, then in another epoch. If its
    /// log has failed, it is <see cref="UncleanBroker"/> as well, and does not lead whatever the cost.
    /// </summary>
    public BrokerId ResignedBroker { get; init; } = BrokerId.None;

    /// <summary>
    /// The partition epoch grows even if nothing else changes: a leader in doubt proposes what there is to make void
    /// what it has proposed before.
    /// </summary>
    public bool IsEpochDue { get; init; }

    /// <summary>
    /// The leader epoch grows even if the leader stays: it must forget what it knows of its followers, and whatever it
    /// has proposed is void.
    /// </summary>
    public bool IsLeaderEpochDue { get; init; }

    public ElectionKind Election { get; init; } = ElectionKind.Online;
}
