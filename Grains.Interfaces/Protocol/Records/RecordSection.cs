using System.Diagnostics;
using Cloud.Protocol.Compression;

namespace Cloud.Protocol.Records;

/// <summary>
/// The records of a batch in the clear: a slice of the batch if it is not compressed, else decompressed.
/// </summary>
public static class RecordSection
{
    /// <summary>
    /// <paramref name="section"/> borrows from the batch or from <paramref name="scratch"/>, which is overwritten; it
    /// serves one batch after the other. Never more than <paramref name="bytesMax"/> bytes come out of a compressed
    /// batch.
    /// </summary>
    public static RecordBatchStatus TryOpen(
        ReadOnlySpan<byte> batch,
        in RecordBatchHeader header,
        PooledBuffer scratch,
        int bytesMax,
        out ReadOnlySpan<byte> section)
    {
        section = default;
        if (!header.Attributes.IsCompressionKnown)
        {
            return RecordBatchStatus.UnknownCompression;
        }

        var stored = batch[RecordBatchLayout.Records..header.SizeBytes];
        if (!header.Attributes.IsCompressed)
        {
            section = stored;
            return RecordBatchStatus.Valid;
        }

        scratch.Clear();
        var status = Decompressor.Decompress(header.Attributes.Compression, stored, bytesMax, scratch);
        section = scratch.Written;
        return ToBatchStatus(status);
    }

    private static RecordBatchStatus ToBatchStatus(CompressionStatus status) => status switch
    {
        CompressionStatus.Done => RecordBatchStatus.Valid,
        CompressionStatus.Malformed => RecordBatchStatus.CompressedBytesMalformed,
        CompressionStatus.OutputTooLarge => RecordBatchStatus.DecompressedTooLarge,
        CompressionStatus.Unavailable => RecordBatchStatus.CompressionUnavailable,
        _ => throw new UnreachableException($"Unmapped compression status {status}"),
    };
}
