using Cloud.Core.Controller.State;
using Cloud.Core.Replication;
using Cloud.Core.Replication.Messages;
using Cloud.Core.Storage.Epochs;
using Cloud.Protocol;

namespace Cloud.Simulation.Cluster.Mutations;

/// <summary>Rules of replication with one of them broken: what the checks must notice.</summary>
internal static class MutatedRules
{
    public sealed class HighWatermarkFromTheLeaderAlone : IReplicationRules
    {
        public bool BoundsHighWatermark(in IsrState isr, BrokerId replica) => false;
    }

    public sealed class TruncateToHighWatermark : IReplicationRules
    {
        public Offset TruncationOffset(
            Offset leadersEnd, EpochEndOffset ownEnd, Offset logEndOffset, Offset highWatermark) =>
            Offset.Min(logEndOffset, highWatermark);
    }

    public sealed class NoEpochCheckAtFollowers : IReplicationRules
    {
        public ReplicaOutcome Fence(LeaderEpoch known, LeaderEpoch asked) => ReplicaOutcome.Done;
    }

    /// <summary>Who is only proposed does not count, though the controller may have taken it in already.</summary>
    public sealed class HighWatermarkFromCommittedOnly : IReplicationRules
    {
        public bool BoundsHighWatermark(in IsrState isr, BrokerId replica) => isr.IsCommitted(replica);
    }

    /// <summary>Who is to be dropped does not count, though it may be elected until it is dropped.</summary>
    public sealed class ShrinkBeforeCommit : IReplicationRules
    {
        public bool BoundsHighWatermark(in IsrState isr, BrokerId replica) =>
            isr.Proposed.IsEmpty ? isr.IsCommitted(replica) : isr.IsProposed(replica);
    }

    public sealed class AcknowledgeBeforeFlush : IReplicationRules
    {
        public Offset CountedOffset(Offset logEndOffset, Offset flushedOffset, bool isWriteCaching) => logEndOffset;
    }

    public sealed class AcknowledgeBeforeCommit : IReplicationRules
    {
        public bool IsCommitted(Offset endOffset, Offset highWatermark) => true;
    }

    public sealed class JoinWithoutCatchingUp : IReplicationRules
    {
        public bool MayJoinIsr(Offset counted, Offset highWatermark, Offset epochStartOffset) => true;
    }

    public sealed class JoinBelowTheEpochsStart : IReplicationRules
    {
        public bool MayJoinIsr(Offset counted, Offset highWatermark, Offset epochStartOffset) =>
            counted >= highWatermark;
    }

    public sealed class IgnoreBrokerEpoch : IReplicationRules
    {
        public bool IsOfPresentLife(BrokerEpoch known, BrokerEpoch replied) => true;
    }

    public sealed class ReadBeyondHighWatermark : IReplicationRules
    {
        public Offset ReadBound(Offset highWatermark, Offset logEndOffset) => logEndOffset;
    }

    public sealed class LeaderStartsAtItsEnd : IReplicationRules
    {
        public Offset FirstHighWatermark(Offset known, Offset logStartOffset, Offset logEndOffset) => logEndOffset;
    }

    public sealed class FollowerTakesItsEnd : IReplicationRules
    {
        public Offset FollowerHighWatermark(Offset current, Offset leaders, Offset logEndOffset) => logEndOffset;
    }

    public sealed class HighWatermarkGoesBack : IReplicationRules
    {
        public Offset NextHighWatermark(Offset current, Offset smallest) => smallest;
    }

    public sealed class CutAnyLog : IReplicationRules
    {
        public bool IsForThisLog(LogPosition expected, LogPosition actual) => true;
    }

    public sealed class ReopenAnEpoch : IReplicationRules
    {
        public bool MayOpenEpoch(LeaderEpoch granted, LeaderEpoch latestInLog) => true;
    }

    public sealed class ObeyOldStates : IReplicationRules
    {
        public bool Supersedes(PartitionState current, PartitionState incoming) => true;
    }
}
