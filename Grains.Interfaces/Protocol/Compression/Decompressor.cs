using System.Diagnostics;

namespace Cloud.Protocol.Compression;

/// <summary>
/// Decompresses the records of a batch. Its input is hostile: what it writes is bounded by the caller, what it
/// allocates by what it writes, and whatever a length inside of the input claims is only believed once the bytes are
/// there.
/// </summary>
public static class Decompressor
{
    /// <summary>Appends at most <paramref name="outputBytesMax"/> bytes; unless the answer is Done, nothing.</summary>
    public static CompressionStatus Decompress(
        CompressionCodec codec, ReadOnlySpan<byte> source, int outputBytesMax, PooledBuffer destination)
    {
        Invariant.Holds(outputBytesMax >= 0);
        var before = destination.Length;
        var status = codec switch
        {
            CompressionCodec.None => Copy(source, outputBytesMax, destination),
            CompressionCodec.Gzip => GzipCodec.Decompress(source, outputBytesMax, destination),
            CompressionCodec.Snappy => SnappyStream.Decompress(source, outputBytesMax, destination),
            CompressionCodec.Lz4 => Lz4FrameReader.Decompress(source, outputBytesMax, destination),
            CompressionCodec.Zstd => ZstdCodec.Decompress(source, outputBytesMax, destination),
            _ => throw new UnreachableException($"Unknown codec {codec}"),
        };

        Invariant.Holds(destination.Length - before <= outputBytesMax);
        if (status is not CompressionStatus.Done)
        {
            destination.Truncate(before);
        }

        return status;
    }

    private static CompressionStatus Copy(ReadOnlySpan<byte> source, int outputBytesMax, PooledBuffer destination)
    {
        if (source.Length > outputBytesMax)
        {
            return CompressionStatus.OutputTooLarge;
        }

        destination.Write(source);
        return CompressionStatus.Done;
    }
}
