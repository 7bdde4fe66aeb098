using System.Buffers.Binary;

namespace Cloud.Protocol.Compression;

/// <summary>
/// Snappy as Kafka carries it. Java clients wrap raw blocks into the stream format of the xerial library, others send
/// one raw block; both are read, the wrapped one is written, as every client understands it.
/// </summary>
internal static class SnappyStream
{
    // The block size of Kafka's Java client.
    private const int BlockBytes = 32 * 1024;
    private const int HeaderBytes = 16;
    private const int VersionPosition = 8;
    private const int CompatibleVersionPosition = 12;
    private const int Version = 1;

    // 0x82 "SNAPPY" 0x00
    private static ReadOnlySpan<byte> Magic => [0x82, 0x53, 0x4E, 0x41, 0x50, 0x50, 0x59, 0x00];

    public static void Compress(ReadOnlySpan<byte> source, PooledBuffer destination)
    {
        var header = destination.GetSpan(HeaderBytes);
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header[VersionPosition..], Version);
        BinaryPrimitives.WriteInt32BigEndian(header[CompatibleVersionPosition..], Version);
        destination.Advance(HeaderBytes);
        while (!source.IsEmpty)
        {
            var block = source[..Math.Min(BlockBytes, source.Length)];
            var room = destination.GetSpan(sizeof(int) + SnappyEncoder.SizeBytesMax(block.Length));
            var written = SnappyEncoder.EncodeBlock(block, room[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(room, written);
            destination.Advance(sizeof(int) + written);
            source = source[block.Length..];
        }
    }

    public static CompressionStatus Decompress(
        ReadOnlySpan<byte> source, int outputBytesMax, PooledBuffer destination) =>
        source.StartsWith(Magic)
            ? DecompressBlocks(source, outputBytesMax, destination)
            : SnappyDecoder.DecodeBlock(source, outputBytesMax, destination);

    private static CompressionStatus DecompressBlocks(
        ReadOnlySpan<byte> source, int outputBytesMax, PooledBuffer destination)
    {
        var end = (long)destination.Length + outputBytesMax;
        while (!source.IsEmpty)
        {
            // Streams may be joined, so a header may stand wherever a block may.
            if (source.StartsWith(Magic))
            {
                if (!TrySkipHeader(ref source))
                {
                    return CompressionStatus.Malformed;
                }

                continue;
            }

            if (!TryTakeBlock(ref source, out var block))
            {
                return CompressionStatus.Malformed;
            }

            var status = SnappyDecoder.DecodeBlock(block, (int)(end - destination.Length), destination);
            if (status is not CompressionStatus.Done)
            {
                return status;
            }
        }

        return CompressionStatus.Done;
    }

    private static bool TrySkipHeader(ref ReadOnlySpan<byte> source)
    {
        if (source.Length < HeaderBytes
            || BinaryPrimitives.ReadInt32BigEndian(source[CompatibleVersionPosition..]) > Version)
        {
            return false;
        }

        source = source[HeaderBytes..];
        return true;
    }

    private static bool TryTakeBlock(ref ReadOnlySpan<byte> source, out ReadOnlySpan<byte> block)
    {
        block = default;
        if (!BinaryPrimitives.TryReadInt32BigEndian(source, out var length)
            || (uint)length > (uint)(source.Length - sizeof(int)))
        {
            return false;
        }

        block = source.Slice(sizeof(int), length);
        source = source[(sizeof(int) + length)..];
        return true;
    }
}
