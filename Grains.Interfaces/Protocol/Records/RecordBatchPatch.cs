using System.Buffers.Binary;

namespace Cloud.Protocol.Records;

/// <summary>
/// Changes that a broker makes to a batch in place, where it lies: nothing is decoded or copied. The batch must have
/// passed validation. What lies outside of the CRC costs a few stores; the rest computes the CRC again.
/// </summary>
public static class RecordBatchPatch
{
    /// <summary>Gives the batch its place in the log: outside of the CRC.</summary>
    public static void SetBaseOffsetAndEpoch(Span<byte> batch, Offset baseOffset, LeaderEpoch epoch)
    {
        Invariant.Holds(batch.Length >= RecordBatchLayout.Records);
        Invariant.Holds(baseOffset >= Offset.Zero);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchLayout.BaseOffset..], baseOffset.Value);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchLayout.PartitionLeaderEpoch..], epoch.Value);
    }

    /// <summary>
    /// Makes the broker's time that of every record: type and max timestamp change, and with them the CRC.
    /// </summary>
    public static void SetLogAppendTime(Span<byte> batch, Instant appendTime) =>
        SetTimestamps(batch, TimestampType.LogAppendTime, appendTime);

    /// <summary>Corrects the max timestamp of a batch whose records carry their producer's times.</summary>
    public static void SetMaxCreateTime(Span<byte> batch, Instant maxTimestamp) =>
        SetTimestamps(batch, TimestampType.CreateTime, maxTimestamp);

    /// <summary>Takes exactly one batch: the CRC covers all bytes from the attributes to the end of the span.</summary>
    public static void WriteChecksum(Span<byte> batch)
    {
        Invariant.Holds(batch.Length >= RecordBatchLayout.Records);
        var checksum = Crc32C.Compute(batch[RecordBatchLayout.CrcStart..]);
        BinaryPrimitives.WriteUInt32BigEndian(batch[RecordBatchLayout.Crc..], checksum);
    }

    private static void SetTimestamps(Span<byte> batch, TimestampType type, Instant maxTimestamp)
    {
        var isRead = RecordBatchHeader.TryRead(batch, out var header) is ReadStatus.Done;
        Invariant.Holds(isRead && header.SizeBytes == batch.Length);
        var attributes = header.Attributes.With(type);
        BinaryPrimitives.WriteInt16BigEndian(batch[RecordBatchLayout.Attributes..], attributes.Bits);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchLayout.MaxTimestamp..], maxTimestamp.Milliseconds);
        WriteChecksum(batch);
    }
}
