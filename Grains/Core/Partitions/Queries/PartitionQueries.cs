using Cloud.Core.Partitions.Fetching;
using Cloud.Core.Storage;
using Cloud.Core.Storage.Epochs;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Reading;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Queries;

/// <summary>ListOffsets and OffsetForLeaderEpoch on a leader's published view. Stateless; any thread.</summary>
public static class PartitionQueries
{
    public static OffsetAnswer FindOffset(ReplicaView view, in OffsetQuery query)
    {
        var failure = ReplicaCheck.ForReader(view, query.CurrentLeaderEpoch, isFollowerAllowed: false);
        if (failure is not FetchFailure.None)
        {
            return new(failure);
        }

        try
        {
            return Find(view, view.Log!, query);
        }
        catch (Exception error) when (error is StorageException or LogCorruptException)
        {
            return new(FetchFailure.LogFailed);
        }
    }

    /// <summary>
    /// Where an epoch ends in this leader's log, for a reader to find out where its own diverges (KIP-320).
    /// </summary>
    public static (FetchFailure Failure, EpochEndOffset End) FindEpochEnd(
        ReplicaView view, LeaderEpoch epoch, LeaderEpoch currentLeaderEpoch)
    {
        var failure = ReplicaCheck.ForReader(view, currentLeaderEpoch, isFollowerAllowed: false);
        return failure is FetchFailure.None
            ? (failure, view.Epochs.EndOffsetFor(epoch, view.Log!.LogEndOffset))
            : (failure, EpochEndOffset.Unknown);
    }

    private static OffsetAnswer Find(ReplicaView view, PartitionLog log, in OffsetQuery query)
    {
        var isCommittedOnly = query.Isolation is FetchIsolation.ReadCommitted;
        var end = isCommittedOnly ? view.LastStableOffset : view.HighWatermark;
        if (query.Timestamp == OffsetQuery.Earliest || query.Timestamp == OffsetQuery.EarliestLocal)
        {
            return At(view, log.LogStartOffset);
        }

        if (query.Timestamp == OffsetQuery.Latest)
        {
            // A new leader does not know yet how much was committed: to say less now would let offsets go back.
            return IsBehindEpoch(view) ? new(FetchFailure.OffsetNotAvailable) : At(view, end);
        }

        var found = query.Timestamp == OffsetQuery.MaxTimestamp
            ? log.FindMaxTimestamp()
            : log.FindByTimestamp(query.Timestamp);
        return found is not { } record ? new(FetchFailure.None)
            : record.Offset < end ? Of(record)
            : IsBehindEpoch(view) ? new(FetchFailure.OffsetNotAvailable)
            : new(FetchFailure.None);
    }

    private static bool IsBehindEpoch(ReplicaView view) => view.HighWatermark < view.EpochStartOffset;

    private static OffsetAnswer At(ReplicaView view, Offset offset) => new(FetchFailure.None)
    {
        Offset = offset,
        LeaderEpoch = view.Epochs.EpochForOffset(offset),
    };

    private static OffsetAnswer Of(TimestampedOffset record) => new(FetchFailure.None)
    {
        Offset = record.Offset,
        Timestamp = record.Timestamp,
        LeaderEpoch = record.LeaderEpoch,
    };
}
