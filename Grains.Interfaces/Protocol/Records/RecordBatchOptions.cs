using Cloud.Protocol.Compression;

namespace Cloud.Protocol.Records;

/// <summary>What a <see cref="RecordBatchBuilder"/> writes into the header besides what the records tell.</summary>
public sealed record RecordBatchOptions
{
    public static RecordBatchOptions Default { get; } = new();

    public CompressionCodec Compression { get; init; }

    /// <summary>Zero from producers; set where a log is written anew.</summary>
    public Offset BaseOffset { get; init; } = Offset.Zero;

    public LeaderEpoch PartitionLeaderEpoch { get; init; } = LeaderEpoch.None;

    public ProducerId ProducerId { get; init; } = ProducerId.None;

    public ProducerEpoch ProducerEpoch { get; init; } = ProducerEpoch.None;

    public int BaseSequence { get; init; } = RecordBatchHeader.NoSequence;

    public bool IsTransactional { get; init; }

    public bool IsControl { get; init; }

    /// <summary>Compaction keeps the offsets that a batch covers: null for "up to the last record".</summary>
    public int? LastOffsetDelta { get; init; }

    /// <summary>
    /// The broker's time for all records, kept when a log is written anew; null for the records' own times.
    /// </summary>
    public Instant? LogAppendTime { get; init; }

    /// <summary>When compaction may drop the tombstones of this batch (KIP-534); null if that is not decided.</summary>
    public Instant? DeleteHorizon { get; init; }
}
