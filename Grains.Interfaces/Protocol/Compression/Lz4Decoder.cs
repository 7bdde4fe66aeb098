using System.Buffers.Binary;

namespace Cloud.Protocol.Compression;

/// <summary>Reads lz4 blocks.</summary>
internal static class Lz4Decoder
{
    private const int MatchLengthMin = 4;
    private const int NibbleMax = 15;

    /// <summary>
    /// Decodes one block into <paramref name="output"/> from <paramref name="position"/> on; copies may reach back to
    /// its start, which is how blocks depend on earlier ones. OutputTooLarge: the block does not end before the
    /// output does.
    /// </summary>
    public static CompressionStatus DecodeBlock(ReadOnlySpan<byte> source, Span<byte> output, ref int position)
    {
        while (!source.IsEmpty)
        {
            int token = source[0];
            source = source[1..];
            var status = CopyLiterals(token >> 4, ref source, output, ref position);
            if (status is not CompressionStatus.Done)
            {
                return status;
            }

            // A block ends with literals; only then is there no copy after them.
            if (source.IsEmpty)
            {
                return CompressionStatus.Done;
            }

            status = CopyMatch(token & NibbleMax, ref source, output, ref position);
            if (status is not CompressionStatus.Done)
            {
                return status;
            }
        }

        return CompressionStatus.Malformed;
    }

    private static CompressionStatus CopyLiterals(
        int nibble, ref ReadOnlySpan<byte> source, Span<byte> output, ref int position)
    {
        if (!TryReadLength(nibble, ref source, out var length) || length > source.Length)
        {
            return CompressionStatus.Malformed;
        }

        if (length > output.Length - position)
        {
            return CompressionStatus.OutputTooLarge;
        }

        source[..length].CopyTo(output[position..]);
        source = source[length..];
        position += length;
        return CompressionStatus.Done;
    }

    private static CompressionStatus CopyMatch(
        int nibble, ref ReadOnlySpan<byte> source, Span<byte> output, ref int position)
    {
        if (!BinaryPrimitives.TryReadUInt16LittleEndian(source, out var distance)
            || distance == 0
            || distance > position)
        {
            return CompressionStatus.Malformed;
        }

        source = source[sizeof(ushort)..];
        if (!TryReadLength(nibble, ref source, out var length))
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

    private static bool TryReadLength(int nibble, ref ReadOnlySpan<byte> source, out int length)
    {
        length = nibble;
        if (nibble < NibbleMax)
        {
            return true;
        }

        // 255 means "and more". As many of them as make an int overflow do not fit into a block.
        for (var index = 0; index < source.Length && length <= Lz4FrameLayout.BlockBytesLimit; index++)
        {
            length += source[index];
            if (source[index] < byte.MaxValue)
            {
                source = source[(index + 1)..];
                return true;
            }
        }

        return false;
    }
}
