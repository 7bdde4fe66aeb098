using Cloud.Core.Replication.Messages;
using Cloud.Core.Storage.Epochs;
using Cloud.Protocol;

namespace Cloud.Core.Replication.Following;

/// <summary>
/// What a follower decides in one epoch: whom it obeys, where it cuts its log, how far it may serve. Pure. Owned by a
/// partition's follower, which alone calls it.
/// </summary>
internal sealed class FollowerMachine(
    LeaderEpoch epoch, BrokerId leader, Offset highWatermark, IReplicationRules rules)
{
    public LeaderEpoch Epoch => epoch;

    public BrokerId Leader => leader;

    public Offset HighWatermark { get; private set; } = highWatermark;

    /// <summary>Whether the sender may be obeyed at all; asked again after every wait.</summary>
    public ReplicaOutcome Fence(ReplicaRequest request) => rules.Fence(epoch, leader, request);

    /// <param name="position">Where the log is now.</param>
    /// <param name="epochs">Its history.</param>
    public FollowerDecision Decide(ReplicaRequest request, LogPosition position, LeaderEpochCache epochs)
    {
        var outcome = Fence(request);
        if (outcome is not ReplicaOutcome.Done)
        {
            return new FollowerDecision.Answer(outcome);
        }

        return request switch
        {
            ReplicaRequest.Probe => FollowerDecision.ReportState,
            ReplicaRequest.Truncate truncate => DecideTruncation(truncate, position, epochs),
            ReplicaRequest.Reset reset => rules.IsForThisLog(reset.Expected, position)
                ? new FollowerDecision.StartAt(reset.StartOffset)
                : FollowerDecision.ReportMismatch,
            ReplicaRequest.Push push => push.StartOffset == position.LogEndOffset
                ? new FollowerDecision.Append()
                : FollowerDecision.ReportMismatch,
            _ => throw new InvariantBrokenException($"Unknown request {request.GetType().Name}"),
        };
    }

    /// <summary>
    /// The log has changed, or the leader has told its high watermark. True when more may be read here.
    /// </summary>
    public bool LearnHighWatermark(Offset leaders, Offset logEndOffset)
    {
        var before = HighWatermark;
        HighWatermark = rules.FollowerHighWatermark(HighWatermark, leaders, logEndOffset);
        return HighWatermark > before;
    }

    /// <summary>The log is shorter now: only after an unclean election is anything readable lost by it.</summary>
    public void LogWasCut(Offset logStartOffset, Offset logEndOffset) =>
        HighWatermark = Offset.Min(Offset.Max(HighWatermark, logStartOffset), logEndOffset);

    private FollowerDecision DecideTruncation(
        ReplicaRequest.Truncate truncate, LogPosition position, LeaderEpochCache epochs)
    {
        if (!rules.IsForThisLog(truncate.Expected, position))
        {
            return FollowerDecision.ReportMismatch;
        }

        var ownEnd = epochs.EndOffsetFor(truncate.Epoch, position.LogEndOffset);
        return new FollowerDecision.CutAt(
            rules.TruncationOffset(truncate.EndOffset, ownEnd, position.LogEndOffset, HighWatermark));
    }
}
