using Cloud.Core.Storage.Producers;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Appending;

/// <summary>What became of one batch. Offsets are set for appended batches and duplicates.</summary>
public readonly record struct AppendResult(AppendOutcome Outcome)
{
    public Offset BaseOffset { get; init; } = Offset.None;

    /// <summary>Exclusive: an acknowledgement waits until the log is replicated or flushed up to here.</summary>
    public Offset EndOffset { get; init; } = Offset.None;

    /// <summary>The time written into the batch, or none where the producer's time was kept.</summary>
    public Instant LogAppendTime { get; init; } = Instant.None;

    public RecordBatchStatus BatchStatus { get; init; } = RecordBatchStatus.Valid;

    public ProducerVerdictKind ProducerVerdict { get; init; } = ProducerVerdictKind.Accepted;
}
