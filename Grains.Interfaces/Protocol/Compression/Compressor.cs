using System.Diagnostics;

namespace Cloud.Protocol.Compression;

/// <summary>Compresses the records of a batch in the form that Kafka's clients write for each codec.</summary>
public static class Compressor
{
    public static bool IsAvailable(CompressionCodec codec) =>
        codec is not CompressionCodec.Zstd || ZstdLibrary.Instance is not null;

    public static void ThrowIfUnavailable(CompressionCodec codec)
    {
        if (!IsAvailable(codec))
        {
            throw new CompressionUnavailableException(codec, string.Join(", ", ZstdLibrary.Names));
        }
    }

    /// <summary>Appends the compressed form to <paramref name="destination"/>.</summary>
    /// <exception cref="CompressionUnavailableException">The codec's library is not on this machine.</exception>
    public static void Compress(CompressionCodec codec, ReadOnlySpan<byte> source, PooledBuffer destination)
    {
        ThrowIfUnavailable(codec);
        switch (codec)
        {
            case CompressionCodec.None:
                destination.Write(source);
                break;
            case CompressionCodec.Gzip:
                GzipCodec.Compress(source, destination);
                break;
            case CompressionCodec.Snappy:
                SnappyStream.Compress(source, destination);
                break;
            case CompressionCodec.Lz4:
                Lz4FrameWriter.Compress(source, destination);
                break;
            case CompressionCodec.Zstd:
                ZstdCodec.Compress(source, destination);
                break;
            default:
                throw new UnreachableException($"Unknown codec {codec}");
        }
    }
}
