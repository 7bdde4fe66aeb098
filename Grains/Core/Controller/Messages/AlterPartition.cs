using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Messages;

/// <summary>A leader's proposal of a new ISR, by compare-and-swap (KIP-497, KIP-841, KIP-903).</summary>
/// <param name="NewIsr">
/// With each member's broker epoch as the leader knows it: a rebooted broker does not match.
/// </param>
/// <param name="IsRecovered">The leader that was elected uncleanly confirms that it serves.</param>
public sealed record AlterPartition(
    TopicIdPartition Partition,
    BrokerId Leader,
    BrokerEpoch LeaderBrokerEpoch,
    LeaderEpoch LeaderEpoch,
    PartitionEpoch PartitionEpoch,
    ImmutableArray<IsrMember> NewIsr,
    bool IsRecovered);
