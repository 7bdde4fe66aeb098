using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>What a partition of this broker gave. The receiver disposes <see cref="Records"/>.</summary>
/// <param name="Records">Null for none.</param>
/// <param name="DivergingEpoch">The reader's log stops agreeing with this one here; null when it does not.</param>
public readonly record struct LocalFetchResult(
    TopicIdPartition Partition,
    KafkaError Error,
    LocalRecords? Records,
    Offset HighWatermark,
    Offset LastStableOffset,
    Offset LogStartOffset,
    EpochEnd? DivergingEpoch,
    IReadOnlyList<AbortedTransactionRange> AbortedTransactions);
