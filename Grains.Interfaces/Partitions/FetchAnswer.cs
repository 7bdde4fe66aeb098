using System.Collections.Immutable;
using Cloud.Protocol.Errors;

namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>What a partition gave.</summary>
/// <param name="Batches">Whole record batches, as they are on the disk; empty for none.</param>
/// <param name="HighWatermark">Exclusive: what is committed; -1 with an error.</param>
/// <param name="LastStableOffset">Exclusive: what a read-committed reader may see.</param>
/// <param name="DivergingEpoch">The reader's log stops agreeing with this one here; null when it does not.</param>
/// <param name="AbortedTransactions">Only for read-committed readers.</param>
[GenerateSerializer, Immutable, Alias("Cloud.FetchAnswer")]
public sealed record FetchAnswer(
    [property: Id(0)] KafkaError Error,
    [property: Id(1)] ReadOnlyMemory<byte> Batches,
    [property: Id(2)] long HighWatermark,
    [property: Id(3)] long LastStableOffset,
    [property: Id(4)] long LogStartOffset,
    [property: Id(5)] EpochEnd? DivergingEpoch,
    [property: Id(6)] ImmutableArray<AbortedTransactionRange> AbortedTransactions);
