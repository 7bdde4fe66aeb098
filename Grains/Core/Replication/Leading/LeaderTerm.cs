using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Replication.Leading;

/// <summary>What stays the same while a replica leads in one epoch, and where it began.</summary>
/// <param name="EpochStartOffset">Where the leader's log ended when it opened its epoch.</param>
internal sealed record LeaderTerm(
    TopicIdPartition Partition,
    BrokerId Self,
    BrokerEpoch BrokerEpoch,
    PartitionState Granted,
    Offset EpochStartOffset,
    Offset HighWatermark)
{
    public LeaderEpoch Epoch => Granted.LeaderEpoch;
}
