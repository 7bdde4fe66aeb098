using System.Buffers.Binary;

namespace Cloud.Protocol.Compression;

/// <summary>Reads lz4 blocks.</summary>
internal static class Lz4Decoder
{
    private const int MatchLengthMin = 4;
    private const int NibbleMax = 15;

    // With this much left on both sides, a sequence whose lengths fit into its token needs no further checks of room.
    private const int ShortSequenceBytesMax = 1 + BackReference.ChunkBytes + sizeof(ushort);
    private const int ShortSequenceOutputMax = 5 * BackReference.ChunkBytes;

    /// <summary>
    /// Decodes one block into <paramref name="output"/> from <paramref name="position"/> on; copies may reach back to
    /// its start, which is how blocks depend on earlier ones. OutputTooLarge: the block does not end before the output
    /// does.
    /// </summary>
    public static CompressionStatus DecodeBlock(ReadOnlySpan<byte> source, Span<byte> output, ref int position)
    {
        var read = 0;
        while (read < source.Length)
        {
            while (TryDecodeShort(source, output, ref read, ref position))
            {
            }

            var token = source[read++];
            var status = CopyLiterals(token >> 4, source, output, ref read, ref position);
            if (status is not CompressionStatus.Done)
            {
                return status;
            }

            // A block ends with literals; only then is there no copy after them.
            if (read == source.Length)
            {
                return CompressionStatus.Done;
            }

            status = CopyMatch(token & NibbleMax, source, output, ref read, ref position);
            if (status is not CompressionStatus.Done)
            {
                return status;
            }
        }

        return CompressionStatus.Malformed;
    }

    // False, and nothing done: the sequence is long, or wrong, or near the end. The careful way finds out which.
    private static bool TryDecodeShort(ReadOnlySpan<byte> source, Span<byte> output, ref int read, ref int position)
    {
        if (read >= source.Length - ShortSequenceBytesMax || position >= output.Length - ShortSequenceOutputMax)
        {
            return false;
        }

        var token = source[read];
        var literals = token >> 4;
        var matchLength = token & NibbleMax;
        var distancePosition = read + 1 + literals;
        var distance = BinaryPrimitives.ReadUInt16LittleEndian(source[distancePosition..]);
        var matchPosition = position + literals;
        if (literals == NibbleMax || matchLength == NibbleMax || distance == 0 || distance > matchPosition)
        {
            return false;
        }

        BackReference.CopyLiterals(source[(read + 1)..], output, position, literals);
        BackReference.Copy(output, matchPosition, distance, matchLength + MatchLengthMin);
        position = matchPosition + matchLength + MatchLengthMin;
        read = distancePosition + sizeof(ushort);
        return true;
    }

    private static CompressionStatus CopyLiterals(
        int nibble, ReadOnlySpan<byte> source, Span<byte> output, ref int read, ref int position)
    {
        if (!TryReadLength(nibble, source, ref read, out var length) || length > source.Length - read)
        {
            return CompressionStatus.Malformed;
        }

        if (length > output.Length - position)
        {
            return CompressionStatus.OutputTooLarge;
        }

        BackReference.CopyLiterals(source[read..], output, position, length);
        read += length;
        position += length;
        return CompressionStatus.Done;
    }

    private static CompressionStatus CopyMatch(
        int nibble, ReadOnlySpan<byte> source, Span<byte> output, ref int read, ref int position)
    {
        if (!BinaryPrimitives.TryReadUInt16LittleEndian(source[read..], out var distance)
            || distance == 0
            || distance > position)
        {
            return CompressionStatus.Malformed;
        }

        read += sizeof(ushort);
        if (!TryReadLength(nibble, source, ref read, out var length))
        {
            return CompressionStatus.Malformed;
        }

        if (length > output.Length - position - MatchLengthMin)
        {
            return CompressionStatus.OutputTooLarge;
        }

        BackReference.Copy(output, position, distance, length + MatchLengthMin);
        position += length + MatchLengthMin;
        return CompressionStatus.Done;
    }

    private static bool TryReadLength(int nibble, ReadOnlySpan<byte> source, ref int read, out int length)
    {
        length = nibble;
        if (nibble < NibbleMax)
        {
            return true;
        }

        // 255 means "and more". As many of them as make an int overflow do not fit into a block.
        while (read < source.Length && length <= Lz4FrameLayout.BlockBytesLimit)
        {
            var part = source[read++];
            length += part;
            if (part < byte.MaxValue)
            {
                return true;
            }
        }

        return false;
    }
}
