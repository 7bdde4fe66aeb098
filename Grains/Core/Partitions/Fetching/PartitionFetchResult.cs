using Cloud.Core.Storage.Epochs;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Transactions;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Fetching;

/// <summary>What a partition gave. The receiver disposes <see cref="Region"/>.</summary>
public readonly record struct PartitionFetchResult(TopicIdPartition Partition, FetchFailure Failure)
{
    /// <summary>Whole batches; null when there are none.</summary>
    public FileRegion? Region { get; init; }

    public Offset HighWatermark { get; init; } = Offset.None;

    public Offset LastStableOffset { get; init; } = Offset.None;

    public Offset LogStartOffset { get; init; } = Offset.None;

    /// <summary>The reader's log stops agreeing with this one here; null when it does not.</summary>
    public EpochEndOffset? DivergingEpoch { get; init; }

    /// <summary>Only for read-committed readers: what they must skip.</summary>
    public IReadOnlyList<AbortedTransaction> AbortedTransactions { get; init; } = [];

    /// <summary>Answers at once whatever else there is.</summary>
    public bool IsUrgent => Failure is not FetchFailure.None || DivergingEpoch is not null;

    public int ByteCount => Region?.ByteCount ?? 0;
}
