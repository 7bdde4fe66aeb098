using Cloud.Core.Controller.State;
using Cloud.Core.Replication.Messages;
using Cloud.Core.Storage.Epochs;
using Cloud.Protocol;

namespace Cloud.Core.Replication;

/// <summary>
/// Every check that keeps replicated data safe, one method each, with its reason. Production uses them as they stand
/// here; the simulator replaces one at a time, to prove that it notices. Pure functions: any thread.
/// </summary>
internal interface IReplicationRules
{
    public static readonly IReplicationRules Standard = new StandardRules();

    /// <summary>
    /// How much of a replica's log counts: what a power cut leaves, unless the topic is content with the page cache.
    /// </summary>
    Offset CountedOffset(Offset logEndOffset, Offset flushedOffset, bool isWriteCaching) =>
        isWriteCaching ? logEndOffset : Offset.Min(flushedOffset, logEndOffset);

    /// <summary>
    /// Which replicas hold the high watermark back: the maximal ISR, of what is committed and what is proposed. A
    /// member that is to be dropped may still be elected; one that is to be added may be already.
    /// </summary>
    bool BoundsHighWatermark(in IsrState isr, BrokerId replica) => isr.IsCommitted(replica) || isr.IsProposed(replica);

    /// <summary>
    /// Committed means: on that many replicas. With fewer, nothing becomes committed (KIP-966). Nor while the committed
    /// state shows an ELR, as its members would miss it and may be elected: the leader's settings may be others than
    /// those the controller goes by.
    /// </summary>
    bool MayMoveHighWatermark(in IsrState isr, int minInSyncReplicas) =>
        isr.Count >= minInSyncReplicas && !isr.HasElr;

    /// <summary>What was readable stays readable: a follower without much of the log must not pull it back.</summary>
    Offset NextHighWatermark(Offset current, Offset smallest) => Offset.Max(current, smallest);

    /// <summary>
    /// A replica starts in a role with the high watermark that it knows. As a leader it must not take its log's end for
    /// it: what it has beyond may be on no other replica.
    /// </summary>
    Offset FirstHighWatermark(Offset known, Offset logStartOffset, Offset logEndOffset) =>
        Offset.Min(Offset.Max(known, logStartOffset), logEndOffset);

    /// <summary>What a leader says is committed is so here only as far as the log goes here.</summary>
    Offset FollowerHighWatermark(Offset current, Offset leaders, Offset logEndOffset) =>
        Offset.Max(current, Offset.Min(leaders, logEndOffset));

    /// <summary>
    /// A replica may be in sync when it has all that is committed. The high watermark alone does not say so at the
    /// start of an epoch, when the new leader's may still be behind: everything up to the epoch's start counts.
    /// </summary>
    bool MayJoinIsr(Offset counted, Offset highWatermark, Offset epochStartOffset) =>
        counted >= highWatermark && counted >= epochStartOffset;

    /// <summary>
    /// Who joins has had all of the log not long ago, in its present life. While the high watermark stands still, who
    /// has just been dropped for lagging has reached it.
    /// </summary>
    bool KeepsPace(Offset counted, Offset logEndOffset, TimeSpan sinceCaughtUp, TimeSpan lagTimeMax) =>
        counted >= logEndOffset || sinceCaughtUp <= lagTimeMax;

    /// <summary>
    /// A member is proposed as the life that its answers came from: if another has been registered meanwhile, the
    /// controller refuses (KIP-903).
    /// </summary>
    BrokerEpoch ProposedEpoch(BrokerEpoch answered, BrokerEpoch registered) =>
        answered != BrokerEpoch.None ? answered : registered;

    /// <summary>An answer from a broker's former life says nothing of what its disk holds now (KIP-903).</summary>
    bool IsOfPresentLife(BrokerEpoch known, BrokerEpoch replied) => replied >= known;

    /// <summary>An acks=all produce is answered when all its records are committed.</summary>
    bool IsCommitted(Offset endOffset, Offset highWatermark) => endOffset <= highWatermark;

    /// <summary>Who may tell a follower what to do: the leader of the epoch that it knows, and nobody else.</summary>
    /// <remarks>An epoch has one leader: whoever else claims it has not heard of a later one.</remarks>
    ReplicaOutcome Fence(LeaderEpoch known, BrokerId knownLeader, ReplicaRequest request) =>
        request.LeaderEpoch < known ? ReplicaOutcome.FencedLeaderEpoch
        : request.LeaderEpoch > known ? ReplicaOutcome.UnknownLeaderEpoch
        : request.Leader != knownLeader ? ReplicaOutcome.FencedLeaderEpoch
        : ReplicaOutcome.Done;

    /// <summary>
    /// Where a follower cuts its log: where the named epoch ends at the leader, or its own last epoch not above it
    /// ends here, whichever is first (KIP-101, KIP-279). The high watermark has no part in it: it may be behind what
    /// is committed.
    /// </summary>
    /// <param name="ownEnd">The end of the follower's largest epoch not above the named one.</param>
    Offset TruncationOffset(Offset leadersEnd, EpochEndOffset ownEnd, Offset logEndOffset, Offset highWatermark) =>
        Offset.Min(logEndOffset, ownEnd.IsKnown ? Offset.Min(leadersEnd, ownEnd.EndOffset) : leadersEnd);

    /// <summary>
    /// A truncation is meant for the log that the leader saw. One that comes late, after the log has gone on, would
    /// cut off what was acknowledged since.
    /// </summary>
    bool IsForThisLog(LogPosition expected, LogPosition actual) =>
        expected.LatestEpoch == actual.LatestEpoch && expected.LogEndOffset == actual.LogEndOffset;

    /// <summary>Committed states come in any order; only what is newer counts.</summary>
    bool Supersedes(PartitionState current, PartitionState incoming) =>
        incoming.PartitionEpoch > current.PartitionEpoch && incoming.LeaderEpoch >= current.LeaderEpoch;

    /// <summary>
    /// An epoch is led by one life of one broker. If the log knows the epoch already, a former life led it and may have
    /// lost its tail: the same offsets and epoch would bear other records.
    /// </summary>
    bool MayOpenEpoch(LeaderEpoch granted, LeaderEpoch latestInLog) => granted > latestInLog;

    /// <summary>
    /// Whether a log that has failed may count, now or later: then it must not be thrown away. It may if its replica is
    /// in ISR or ELR. And in an epoch that it was alive in, the leader may propose it, or has proposed it, on what it
    /// said before it failed, whatever state is known here: so who has failed reports it, and the controller grants
    /// another epoch.
    /// </summary>
    bool MayFailedLogCount(LeaderEpoch lastAliveIn, PartitionState state, BrokerId self) =>
        state.LeaderEpoch <= lastAliveIn || state.Isr.Contains(self) || state.Elr.Contains(self);

    /// <summary>Consumers see what is committed and nothing else.</summary>
    Offset ReadBound(Offset highWatermark, Offset logEndOffset) => highWatermark;

    private sealed class StandardRules : IReplicationRules;
}
