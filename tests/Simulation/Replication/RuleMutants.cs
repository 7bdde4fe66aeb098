using Cloud.Core.Controller.State;
using Cloud.Core.Replication;
using Cloud.Core.Replication.Messages;
using Cloud.Core.Storage.Epochs;
using Cloud.Protocol;
using Cloud.Simulation.Cluster;
using Cloud.Simulation.Cluster.Faults;

namespace Cloud.Simulation.Replication;

/// <summary>
/// Replication with one safety rule taken out at a time. A simulation that does not notice one of these proves nothing.
/// </summary>
internal static class RuleMutants
{
    private const string AcknowledgedEarly = "acknowledge before flush";
    private const string FormerLivesProposed = "former lives are proposed as present ones";
    private const string ThrownAway = "failed logs are thrown away while they may count";
    private const string LeadsAgainUnasked = "lead again in a former epoch by metadata of a former life";

    /// <summary>
    /// Rules that another guard stands behind: without one alone, nothing breaks. What does when both are gone is
    /// a mutation of its own.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> SecondGuards = new Dictionary<string, string>
    {
        ["forget nothing of former lives"] =
            "A member is proposed as the life that answered, which the controller refuses once another is registered.",
        ["isr expands before catching up"] = "Who joins has had all of the log shortly before, in its present life.",
        ["isr expands below the epoch's start"] =
            "Who joins has had all of the log in its present life and in this epoch.",
        ["lead again in a former epoch"] =
            "A registration ends the epoch, and a broker hears only what the controller tells its present life.",
    };

    public static readonly IReadOnlyDictionary<string, IReplicationRules> All =
        new SortedDictionary<string, IReplicationRules>(StringComparer.Ordinal)
        {
            [AcknowledgedEarly] = new AcknowledgesBeforeFlush(),
            ["acknowledge before commit"] = new AcknowledgesBeforeCommit(),
            ["count only the committed isr"] = new CommittedOnly(),
            ["cut by high watermark"] = new CutsByHighWatermark(),
            ["elr ignored"] = new IgnoresElr(),
            [ThrownAway] = new ThrowsAwayEarly(),
            ["follower takes its end for committed"] = new FollowerTakesEnd(),
            ["forget nothing of former lives"] = new IgnoresBrokerEpoch(),
            ["high watermark from the leader alone"] = new LeaderAlone(),
            ["high watermark goes back"] = new GoesBack(),
            [FormerLivesProposed] = new ProposesFormerLives(),
            ["isr expands below the epoch's start"] = new ExpandsBelowEpochStart(),
            ["isr expands below the epoch's start at any pace"] = new ExpandsBelowEpochStartAtAnyPace(),
            ["isr expands before catching up"] = new ExpandsEarly(),
            ["isr expands before catching up at any pace"] = new ExpandsEarlyAtAnyPace(),
            ["isr shrinks before commit"] = new ShrinksEarly(),
            ["late truncations are obeyed"] = new ObeysLateTruncation(),
            ["lead again in a former epoch"] = new LeadsAgain(),
            [LeadsAgainUnasked] = new LeadsAgain(),
            ["minimum of replicas ignored"] = new IgnoresMinimum(),
            ["new leader takes its end for committed"] = new TakesEndForCommitted(),
            ["no leader epoch check"] = new IgnoresLeaderEpoch(),
            ["old states supersede"] = new TakesOldStates(),
            ["read beyond the high watermark"] = new ReadsBeyond(),
            ["truncate by the leader's end alone"] = new CutsByLeaderAlone(),
        };

    public static ClusterOptions OptionsFor(string name) => new()
    {
        Rules = All[name],
        IsMetadataOfFormerLivesTaken = name == LeadsAgainUnasked,
        Favourite = name switch
        {
            AcknowledgedEarly => FaultKind.SlowDisk,
            FormerLivesProposed => FaultKind.BounceAndKill,
            ThrownAway => FaultKind.FailAfterJoin,
            _ => null,
        },
    };

    private sealed class ThrowsAwayEarly : IReplicationRules
    {
        public bool MayFailedLogCount(LeaderEpoch lastAliveIn, PartitionState state, BrokerId self) =>
            state.Isr.Contains(self) || state.Elr.Contains(self);
    }

    private sealed class AcknowledgesBeforeFlush : IReplicationRules
    {
        public Offset CountedOffset(Offset logEndOffset, Offset flushedOffset, bool isWriteCaching) => logEndOffset;
    }

    private sealed class AcknowledgesBeforeCommit : IReplicationRules
    {
        public bool IsCommitted(Offset endOffset, Offset highWatermark) => true;
    }

    private sealed class CutsByHighWatermark : IReplicationRules
    {
        public Offset TruncationOffset(
            Offset leadersEnd, EpochEndOffset ownEnd, Offset logEndOffset, Offset highWatermark) =>
            Offset.Min(logEndOffset, highWatermark);
    }

    private sealed class CutsByLeaderAlone : IReplicationRules
    {
        public Offset TruncationOffset(
            Offset leadersEnd, EpochEndOffset ownEnd, Offset logEndOffset, Offset highWatermark) =>
            Offset.Min(logEndOffset, leadersEnd);
    }

    private sealed class IgnoresBrokerEpoch : IReplicationRules
    {
        public bool IsOfPresentLife(BrokerEpoch known, BrokerEpoch replied) => true;
    }

    private sealed class LeaderAlone : IReplicationRules
    {
        public bool BoundsHighWatermark(in IsrState isr, BrokerId replica) => false;
    }

    private sealed class GoesBack : IReplicationRules
    {
        public Offset NextHighWatermark(Offset current, Offset smallest) =>
            smallest >= Offset.Zero ? smallest : current;
    }

    private sealed class ExpandsEarly : IReplicationRules
    {
        public bool MayJoinIsr(Offset counted, Offset highWatermark, Offset epochStartOffset) => true;
    }

    private sealed class ExpandsBelowEpochStart : IReplicationRules
    {
        public bool MayJoinIsr(Offset counted, Offset highWatermark, Offset epochStartOffset) =>
            counted >= highWatermark;
    }

    private sealed class ExpandsEarlyAtAnyPace : IReplicationRules
    {
        public bool MayJoinIsr(Offset counted, Offset highWatermark, Offset epochStartOffset) => true;

        public bool KeepsPace(
            Offset counted, Offset logEndOffset, TimeSpan sinceCaughtUp, TimeSpan lagTimeMax) => true;
    }

    private sealed class ExpandsBelowEpochStartAtAnyPace : IReplicationRules
    {
        public bool MayJoinIsr(Offset counted, Offset highWatermark, Offset epochStartOffset) =>
            counted >= highWatermark;

        public bool KeepsPace(
            Offset counted, Offset logEndOffset, TimeSpan sinceCaughtUp, TimeSpan lagTimeMax) => true;
    }

    private sealed class ProposesFormerLives : IReplicationRules
    {
        public bool IsOfPresentLife(BrokerEpoch known, BrokerEpoch replied) => true;

        public BrokerEpoch ProposedEpoch(BrokerEpoch answered, BrokerEpoch registered) =>
            answered > registered ? answered : registered;
    }

    // Who is only proposed may have been taken in by the controller already.
    private sealed class CommittedOnly : IReplicationRules
    {
        public bool BoundsHighWatermark(in IsrState isr, BrokerId replica) => isr.IsCommitted(replica);
    }

    private sealed class FollowerTakesEnd : IReplicationRules
    {
        public Offset FollowerHighWatermark(Offset current, Offset leaders, Offset logEndOffset) => logEndOffset;
    }

    private sealed class ShrinksEarly : IReplicationRules
    {
        public bool BoundsHighWatermark(in IsrState isr, BrokerId replica) =>
            isr.Proposed.IsEmpty ? isr.IsCommitted(replica) : isr.IsProposed(replica);
    }

    private sealed class ObeysLateTruncation : IReplicationRules
    {
        public bool IsForThisLog(LogPosition expected, LogPosition actual) => true;
    }

    private sealed class LeadsAgain : IReplicationRules
    {
        public bool MayOpenEpoch(LeaderEpoch granted, LeaderEpoch latestInLog) => true;
    }

    private sealed class IgnoresMinimum : IReplicationRules
    {
        public bool MayMoveHighWatermark(in IsrState isr, int minInSyncReplicas) => true;
    }

    private sealed class IgnoresElr : IReplicationRules
    {
        public bool MayMoveHighWatermark(in IsrState isr, int minInSyncReplicas) => isr.Count >= minInSyncReplicas;
    }

    private sealed class TakesEndForCommitted : IReplicationRules
    {
        public Offset FirstHighWatermark(Offset known, Offset logStartOffset, Offset logEndOffset) => logEndOffset;
    }

    private sealed class IgnoresLeaderEpoch : IReplicationRules
    {
        public ReplicaOutcome Fence(LeaderEpoch known, BrokerId knownLeader, ReplicaRequest request) =>
            ReplicaOutcome.Done;
    }

    private sealed class TakesOldStates : IReplicationRules
    {
        public bool Supersedes(PartitionState current, PartitionState incoming) => true;
    }

    private sealed class ReadsBeyond : IReplicationRules
    {
        public Offset ReadBound(Offset highWatermark, Offset logEndOffset) => logEndOffset;
    }
}
