using Cloud.Core.Replication;
using Cloud.Core.Storage;
using Cloud.Core.Storage.Epochs;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Reading;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Fetching;

/// <summary>
/// Reads a partition for consumers from what its replica has published: never waits for its writer. Stateless; any
/// thread.
/// </summary>
internal static class PartitionReader
{
    public static PartitionFetchResult Read(
        ReplicaView view,
        in PartitionFetch fetch,
        FetchRequest request,
        bool isAtLeastOneBatch,
        IReplicationRules rules)
    {
        var failure = ReplicaCheck.ForReader(view, fetch.CurrentLeaderEpoch, request.IsFollowerAllowed);
        if (failure is not FetchFailure.None)
        {
            return new(fetch.Partition, failure);
        }

        try
        {
            return ReadLog(view, view.Log!, fetch, request.Isolation, isAtLeastOneBatch, rules);
        }
        catch (Exception error) when (error is StorageException or LogCorruptException)
        {
            return new(fetch.Partition, FetchFailure.LogFailed);
        }
    }

    private static PartitionFetchResult ReadLog(
        ReplicaView view,
        PartitionLog log,
        in PartitionFetch fetch,
        FetchIsolation isolation,
        bool isAtLeastOneBatch,
        IReplicationRules rules)
    {
        var result = new PartitionFetchResult(fetch.Partition, FetchFailure.None)
        {
            HighWatermark = view.HighWatermark,
            LastStableOffset = view.LastStableOffset,
            LogStartOffset = log.LogStartOffset,
        };
        if (Divergence(view, log, fetch) is { } divergence)
        {
            return divergence.IsKnown
                ? result with { DivergingEpoch = divergence }
                : result with { Failure = FetchFailure.OffsetOutOfRange };
        }

        if (fetch.FetchOffset > view.HighWatermark && view.Role is ReplicaRole.Follower)
        {
            // The leader may have it, and it may be committed: a follower cannot tell.
            return result with { Failure = FetchFailure.OffsetNotAvailable };
        }

        var isCommittedOnly = isolation is FetchIsolation.ReadCommitted;
        var highWatermark = rules.ReadBound(view.HighWatermark, log.LogEndOffset);
        var bound = isCommittedOnly ? Offset.Min(view.LastStableOffset, highWatermark) : highWatermark;
        var read = log.Read(new(fetch.FetchOffset, bound, fetch.BytesMax, isAtLeastOneBatch));
        if (read.Status is LogReadStatus.OutOfRange)
        {
            return result with { Failure = FetchFailure.OffsetOutOfRange };
        }

        return result with
        {
            Region = read.Region,
            AbortedTransactions = isCommittedOnly && read.Region is not null
                ? log.AbortedTransactionsIn(fetch.FetchOffset, read.EndOffset)
                : [],
        };
    }

    // Null: the reader's last record is where this log has it.
    private static EpochEndOffset? Divergence(ReplicaView view, PartitionLog log, in PartitionFetch fetch)
    {
        if (fetch.LastFetchedEpoch == LeaderEpoch.None)
        {
            return null;
        }

        var end = view.Epochs.EndOffsetFor(fetch.LastFetchedEpoch, log.LogEndOffset);
        var isAgreed = end.IsKnown && end.Epoch == fetch.LastFetchedEpoch && end.EndOffset >= fetch.FetchOffset;
        return isAgreed ? null : end;
    }
}
