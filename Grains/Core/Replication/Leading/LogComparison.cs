using Cloud.Protocol;

namespace Cloud.Core.Replication.Leading;

/// <summary>What a leader finds when it holds a follower's log against its own.</summary>
internal abstract record LogComparison
{
    /// <summary>The follower's log agrees with the leader's up to its end: go on from there.</summary>
    public sealed record Agrees(Offset NextOffset) : LogComparison;

    /// <summary>It has more of an epoch than the leader, or an epoch that the leader has not.</summary>
    public sealed record Diverges(LeaderEpoch Epoch, Offset EndOffset) : LogComparison;

    /// <summary>
    /// It ends before the leader's log begins, or the two have no epoch left to be compared by: what of it is the
    /// leader's cannot be told.
    /// </summary>
    public sealed record IsUseless : LogComparison;

    /// <summary>It bears an epoch that was granted after this leader's.</summary>
    public sealed record IsAhead : LogComparison;

    /// <summary>
    /// Compares by the follower's latest epoch alone. A truncation may lay open an older epoch that diverges as well,
    /// so the answer to it is compared again: each round goes back at least one epoch, and ends.
    /// </summary>
    public static LogComparison Between(in LeaderLog leader, LogPosition follower)
    {
        if (follower.LatestEpoch > leader.Epochs.LatestEpoch)
        {
            return new IsAhead();
        }

        if (follower.LogEndOffset < leader.FirstBatchOffset)
        {
            return new IsUseless();
        }

        if (follower.LatestEpoch == LeaderEpoch.None)
        {
            return follower.LogEndOffset <= leader.LogEndOffset && follower.LogStartOffset == follower.LogEndOffset
                ? new Agrees(follower.LogEndOffset)
                : new IsUseless();
        }

        if (follower.LatestEpoch < leader.Epochs.EarliestEpoch)
        {
            // It has nothing of what the leader's log holds now. And what it has below may be a tail of its own, which
            // the leader has no record of any more: cut at the leader's start, it would look committed.
            return new IsUseless();
        }

        var end = leader.Epochs.EndOffsetFor(follower.LatestEpoch, leader.LogEndOffset);
        Invariant.Holds(end.IsKnown);
        return end.Epoch == follower.LatestEpoch && follower.LogEndOffset <= end.EndOffset
            ? new Agrees(follower.LogEndOffset)
            : new Diverges(end.Epoch, end.EndOffset);
    }
}
