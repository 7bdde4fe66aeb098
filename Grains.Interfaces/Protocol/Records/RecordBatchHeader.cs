using System.Buffers.Binary;

namespace Cloud.Protocol.Records;

/// <summary>
/// The 61 bytes before the records of a batch, format v2, as a value. Storage, replication and the gateway decide on it
/// alone and leave the records untouched. A header that <see cref="TryRead"/> gave is sound in its arithmetic: size and
/// offsets add up without overflow. Whether the batch may be appended is for <see cref="RecordBatchValidator"/> to say.
/// </summary>
public readonly record struct RecordBatchHeader
{
    /// <summary>Sequence of a batch whose producer is not idempotent.</summary>
    public const int NoSequence = -1;

    public required Offset BaseOffset { get; init; }

    /// <summary>Bytes after the first twelve; see <see cref="SizeBytes"/> for the whole.</summary>
    public required int BatchLength { get; init; }

    public required LeaderEpoch PartitionLeaderEpoch { get; init; }

    public required uint Crc { get; init; }

    public required RecordBatchAttributes Attributes { get; init; }

    /// <summary>
    /// Distance of the last offset from the base. Compaction keeps it when it removes the last record.
    /// </summary>
    public required int LastOffsetDelta { get; init; }

    public required Instant BaseTimestamp { get; init; }

    public required Instant MaxTimestamp { get; init; }

    public required ProducerId ProducerId { get; init; }

    public required ProducerEpoch ProducerEpoch { get; init; }

    public required int BaseSequence { get; init; }

    /// <summary>Records that are in the batch: after compaction fewer than the offsets it covers.</summary>
    public required int RecordCount { get; init; }

    /// <summary>The whole batch, first byte to last.</summary>
    public int SizeBytes => RecordBatchLayout.PrefixBytes + BatchLength;

    /// <summary>Bytes of the record section, compressed if the batch is.</summary>
    public int RecordsSizeBytes => SizeBytes - RecordBatchLayout.Records;

    /// <summary>Inclusive.</summary>
    public Offset LastOffset => BaseOffset.Plus(LastOffsetDelta);

    /// <summary>The base offset of the batch after this one, in a log without holes.</summary>
    public Offset NextOffset => BaseOffset.Plus((long)LastOffsetDelta + 1);

    /// <summary>
    /// Sequence of the last record, by the offsets covered: compaction does not change what a producer sent.
    /// </summary>
    public int LastSequence => BaseSequence < 0 ? NoSequence : SequenceNumber.Plus(BaseSequence, LastOffsetDelta);

    /// <summary>
    /// Needs the header only, not the records. Malformed: another format, a size below the header's own, negative
    /// offsets or counts, sums that leave their type.
    /// </summary>
    public static ReadStatus TryRead(ReadOnlySpan<byte> batch, out RecordBatchHeader header)
    {
        header = default;
        if (batch.Length < RecordBatchLayout.PeekBytes)
        {
            return ReadStatus.NeedMoreData;
        }

        var batchLength = BinaryPrimitives.ReadInt32BigEndian(batch[RecordBatchLayout.BatchLength..]);
        var isReadable = (sbyte)batch[RecordBatchLayout.Magic] == RecordBatchLayout.CurrentMagic
            && batchLength is >= RecordBatchLayout.BatchLengthMin and <= int.MaxValue - RecordBatchLayout.PrefixBytes;
        if (!isReadable)
        {
            return ReadStatus.Malformed;
        }

        if (batch.Length < RecordBatchLayout.Records)
        {
            return ReadStatus.NeedMoreData;
        }

        header = Decode(batch[..RecordBatchLayout.Records]);
        if (header.IsArithmeticSound)
        {
            return ReadStatus.Done;
        }

        header = default;
        return ReadStatus.Malformed;
    }

    internal bool IsArithmeticSound =>
        BaseOffset.Value >= 0
        && LastOffsetDelta >= 0
        && RecordCount >= 0
        && BaseOffset.Value < long.MaxValue - LastOffsetDelta;

    /// <summary>Writes all fields, the CRC as it stands in the value.</summary>
    public void Write(Span<byte> destination)
    {
        Invariant.Holds(destination.Length >= RecordBatchLayout.Records);
        BinaryPrimitives.WriteInt64BigEndian(destination[RecordBatchLayout.BaseOffset..], BaseOffset.Value);
        BinaryPrimitives.WriteInt32BigEndian(destination[RecordBatchLayout.BatchLength..], BatchLength);
        BinaryPrimitives.WriteInt32BigEndian(
            destination[RecordBatchLayout.PartitionLeaderEpoch..], PartitionLeaderEpoch.Value);
        destination[RecordBatchLayout.Magic] = (byte)RecordBatchLayout.CurrentMagic;
        BinaryPrimitives.WriteUInt32BigEndian(destination[RecordBatchLayout.Crc..], Crc);
        BinaryPrimitives.WriteInt16BigEndian(destination[RecordBatchLayout.Attributes..], Attributes.Bits);
        BinaryPrimitives.WriteInt32BigEndian(destination[RecordBatchLayout.LastOffsetDelta..], LastOffsetDelta);
        BinaryPrimitives.WriteInt64BigEndian(
            destination[RecordBatchLayout.BaseTimestamp..], BaseTimestamp.Milliseconds);
        BinaryPrimitives.WriteInt64BigEndian(
            destination[RecordBatchLayout.MaxTimestamp..], MaxTimestamp.Milliseconds);
        BinaryPrimitives.WriteInt64BigEndian(destination[RecordBatchLayout.ProducerId..], ProducerId.Value);
        BinaryPrimitives.WriteInt16BigEndian(destination[RecordBatchLayout.ProducerEpoch..], ProducerEpoch.Value);
        BinaryPrimitives.WriteInt32BigEndian(destination[RecordBatchLayout.BaseSequence..], BaseSequence);
        BinaryPrimitives.WriteInt32BigEndian(destination[RecordBatchLayout.RecordCount..], RecordCount);
    }

    /// <summary>Reads the fields as they are, checking nothing: for callers that name the fault themselves.</summary>
    internal static RecordBatchHeader Decode(ReadOnlySpan<byte> source) => new()
    {
        BaseOffset = new(BinaryPrimitives.ReadInt64BigEndian(source[RecordBatchLayout.BaseOffset..])),
        BatchLength = BinaryPrimitives.ReadInt32BigEndian(source[RecordBatchLayout.BatchLength..]),
        PartitionLeaderEpoch =
            new(BinaryPrimitives.ReadInt32BigEndian(source[RecordBatchLayout.PartitionLeaderEpoch..])),
        Crc = BinaryPrimitives.ReadUInt32BigEndian(source[RecordBatchLayout.Crc..]),
        Attributes = new(BinaryPrimitives.ReadInt16BigEndian(source[RecordBatchLayout.Attributes..])),
        LastOffsetDelta = BinaryPrimitives.ReadInt32BigEndian(source[RecordBatchLayout.LastOffsetDelta..]),
        BaseTimestamp = new(BinaryPrimitives.ReadInt64BigEndian(source[RecordBatchLayout.BaseTimestamp..])),
        MaxTimestamp = new(BinaryPrimitives.ReadInt64BigEndian(source[RecordBatchLayout.MaxTimestamp..])),
        ProducerId = new(BinaryPrimitives.ReadInt64BigEndian(source[RecordBatchLayout.ProducerId..])),
        ProducerEpoch = new(BinaryPrimitives.ReadInt16BigEndian(source[RecordBatchLayout.ProducerEpoch..])),
        BaseSequence = BinaryPrimitives.ReadInt32BigEndian(source[RecordBatchLayout.BaseSequence..]),
        RecordCount = BinaryPrimitives.ReadInt32BigEndian(source[RecordBatchLayout.RecordCount..]),
    };
}
