using Cloud.Core.Storage.Producers;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Partitions.Producing;

/// <summary>What became of an append. Offsets are set on success; of a duplicate they are the original ones.</summary>
public sealed record AppendReply(AppendFailure Failure)
{
    /// <summary>Of the first batch.</summary>
    public Offset BaseOffset { get; init; } = Offset.None;

    /// <summary>Exclusive, of the last batch.</summary>
    public Offset EndOffset { get; init; } = Offset.None;

    public Offset LogStartOffset { get; init; } = Offset.None;

    /// <summary>The broker's time where the topic asks for it, else none.</summary>
    public Instant LogAppendTime { get; init; } = Instant.None;

    public RecordBatchStatus BatchStatus { get; init; } = RecordBatchStatus.Valid;

    public ProducerVerdictKind ProducerVerdict { get; init; } = ProducerVerdictKind.Accepted;
}
