using System.Buffers.Binary;

namespace Cloud.Protocol.Compression;

/// <summary>
/// Reads one lz4 frame with all that its format allows, dictionaries excepted: blocks that depend on earlier ones,
/// sizes and checksums. Sizes are compared at the end, never used to allocate.
/// </summary>
internal static class Lz4FrameReader
{
    // A byte of a length stands for at most 255 bytes of output.
    private const int GrowthMax = byte.MaxValue;

    public static CompressionStatus Decompress(ReadOnlySpan<byte> source, int outputBytesMax, PooledBuffer destination)
    {
        if (!Lz4FrameHeader.TryRead(source, out var header))
        {
            return CompressionStatus.Malformed;
        }

        if (header.HasContentSize && header.ContentSize > (ulong)outputBytesMax)
        {
            return CompressionStatus.OutputTooLarge;
        }

        var start = destination.Length;
        var rest = source[header.SizeBytes..];
        var status = ReadBlocks(ref rest, header, outputBytesMax, destination);
        if (status is not CompressionStatus.Done)
        {
            return status;
        }

        return IsTrailerValid(rest, header, destination.Written[start..])
            ? CompressionStatus.Done
            : CompressionStatus.Malformed;
    }

    private static CompressionStatus ReadBlocks(
        ref ReadOnlySpan<byte> rest, in Lz4FrameHeader header, int outputBytesMax, PooledBuffer destination)
    {
        var frameStart = destination.Length;
        while (BinaryPrimitives.TryReadUInt32LittleEndian(rest, out var length))
        {
            rest = rest[sizeof(uint)..];
            if (length == 0)
            {
                return CompressionStatus.Done;
            }

            if (!TryTakeBlock(ref rest, length & ~Lz4FrameLayout.BlockIsStored, header, out var block))
            {
                return CompressionStatus.Malformed;
            }

            var outputBytesLeft = outputBytesMax - (destination.Length - frameStart);
            var historyStart = header.BlocksAreIndependent ? destination.Length : frameStart;
            var status = (length & Lz4FrameLayout.BlockIsStored) != 0
                ? StoreBlock(block, outputBytesLeft, destination)
                : DecodeBlock(block, header.BlockBytesMax, outputBytesLeft, historyStart, destination);
            if (status is not CompressionStatus.Done)
            {
                return status;
            }
        }

        return CompressionStatus.Malformed;
    }

    private static bool TryTakeBlock(
        ref ReadOnlySpan<byte> rest, uint length, in Lz4FrameHeader header, out ReadOnlySpan<byte> block)
    {
        block = default;
        if (length > header.BlockBytesMax || length > rest.Length - header.BlockChecksumBytes)
        {
            return false;
        }

        block = rest[..(int)length];
        rest = rest[(int)length..];
        if (header.BlockChecksumBytes == 0)
        {
            return true;
        }

        var isValid = BinaryPrimitives.ReadUInt32LittleEndian(rest) == XxHash32.Compute(block);
        rest = rest[header.BlockChecksumBytes..];
        return isValid;
    }

    private static CompressionStatus StoreBlock(ReadOnlySpan<byte> block, int outputBytesLeft, PooledBuffer destination)
    {
        if (block.Length > outputBytesLeft)
        {
            return CompressionStatus.OutputTooLarge;
        }

        destination.Write(block);
        return CompressionStatus.Done;
    }

    private static CompressionStatus DecodeBlock(
        ReadOnlySpan<byte> block, int blockBytesMax, int outputBytesLeft, int historyStart, PooledBuffer destination)
    {
        // Room for what these bytes can become at most, not for what the header allows.
        var room = (int)Math.Min((long)block.Length * GrowthMax, Math.Min(blockBytesMax, outputBytesLeft));
        destination.Reserve(room);
        var position = destination.Length - historyStart;
        var output = destination.All[historyStart..(destination.Length + room)];
        var status = Lz4Decoder.DecodeBlock(block, output, ref position);
        if (status is CompressionStatus.Done)
        {
            destination.Advance(position - (destination.Length - historyStart));
            return CompressionStatus.Done;
        }

        // Beyond its own block size a frame is wrong; only beyond the caller's limit is it too large.
        var isOverOwnSize = status is CompressionStatus.OutputTooLarge && room < outputBytesLeft;
        return isOverOwnSize ? CompressionStatus.Malformed : status;
    }

    private static bool IsTrailerValid(ReadOnlySpan<byte> rest, in Lz4FrameHeader header, ReadOnlySpan<byte> content)
    {
        if (header.HasContentSize && header.ContentSize != (ulong)content.Length)
        {
            return false;
        }

        if (!header.HasContentChecksum)
        {
            return rest.IsEmpty;
        }

        return rest.Length == sizeof(uint)
            && BinaryPrimitives.ReadUInt32LittleEndian(rest) == XxHash32.Compute(content);
    }
}
