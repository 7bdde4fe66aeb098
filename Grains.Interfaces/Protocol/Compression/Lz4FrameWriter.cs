using System.Buffers.Binary;

namespace Cloud.Protocol.Compression;

/// <summary>
/// Writes an lz4 frame as Kafka's Java client does: independent blocks of 64 KiB, without checksums, which the
/// batch's CRC makes redundant. (Its reader refuses blocks that depend on each other.)
/// </summary>
internal static class Lz4FrameWriter
{
    private const int BlockBytes = MatchFinder.BlockBytesMax;

    public static void Compress(ReadOnlySpan<byte> source, PooledBuffer destination)
    {
        WriteHeader(destination);
        while (!source.IsEmpty)
        {
            var block = source[..Math.Min(BlockBytes, source.Length)];
            WriteBlock(block, destination);
            source = source[block.Length..];
        }

        WriteLength(0, destination);
    }

    private static void WriteHeader(PooledBuffer destination)
    {
        var header = destination.GetSpan(Lz4FrameLayout.HeaderBytesMin);
        BinaryPrimitives.WriteUInt32LittleEndian(header, Lz4FrameLayout.Magic);
        var descriptor = header.Slice(Lz4FrameLayout.FlagsPosition, 2);
        descriptor[0] = Lz4FrameLayout.Version | Lz4FrameLayout.BlocksAreIndependent;
        descriptor[1] = Lz4FrameLayout.BlockSizeCodeMin << Lz4FrameLayout.BlockSizeShift;
        header[Lz4FrameLayout.HeaderBytesMin - 1] = Lz4FrameLayout.HeaderChecksum(descriptor);
        destination.Advance(Lz4FrameLayout.HeaderBytesMin);
    }

    private static void WriteBlock(ReadOnlySpan<byte> block, PooledBuffer destination)
    {
        var room = destination.GetSpan(sizeof(uint) + Lz4Encoder.SizeBytesMax(block.Length));
        var written = Lz4Encoder.EncodeBlock(block, room[sizeof(uint)..]);
        if (written < block.Length)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(room, (uint)written);
            destination.Advance(sizeof(uint) + written);
            return;
        }

        WriteLength((uint)block.Length | Lz4FrameLayout.BlockIsStored, destination);
        destination.Write(block);
    }

    private static void WriteLength(uint length, PooledBuffer destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination.GetSpan(sizeof(uint)), length);
        destination.Advance(sizeof(uint));
    }
}
