using System.Buffers.Binary;

namespace Cloud.Protocol.Records;

/// <summary>
/// Where a batch ends, by its first 17 bytes: what every reader of batches asks before anything else.
/// </summary>
internal static class RecordBatchFrame
{
    /// <summary>
    /// Incomplete here means that not even the size can be told; the whole batch may still be longer than the span.
    /// </summary>
    public static RecordBatchStatus Measure(ReadOnlySpan<byte> start, out int sizeBytes)
    {
        sizeBytes = 0;
        if (start.Length < RecordBatchLayout.PeekBytes)
        {
            return RecordBatchStatus.Incomplete;
        }

        // The place of the magic byte is the same in all formats, the meaning of the other bytes is not.
        var magic = (sbyte)start[RecordBatchLayout.Magic];
        if (magic != RecordBatchLayout.CurrentMagic)
        {
            return magic is 0 or 1 ? RecordBatchStatus.OldMagic : RecordBatchStatus.UnknownMagic;
        }

        var batchLength = BinaryPrimitives.ReadInt32BigEndian(start[RecordBatchLayout.BatchLength..]);
        if (batchLength is < RecordBatchLayout.BatchLengthMin or > int.MaxValue - RecordBatchLayout.PrefixBytes)
        {
            return RecordBatchStatus.LengthOutOfBounds;
        }

        sizeBytes = batchLength + RecordBatchLayout.PrefixBytes;
        return RecordBatchStatus.Valid;
    }
}
