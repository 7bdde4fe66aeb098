using System.Buffers.Binary;

namespace Cloud.Protocol.Compression;

/// <summary>Reads raw snappy blocks.</summary>
internal static class SnappyDecoder
{
    private const int LengthBytesMax = 5;
    private const int InlineLiteralLengthMax = 60;

    // A copy of three bytes stands for at most 64: a block that claims to grow more is lying.
    private const int GrowthNumerator = 64;
    private const int GrowthDenominator = 3;

    /// <summary>Appends the content of one block.</summary>
    public static CompressionStatus DecodeBlock(
        ReadOnlySpan<byte> source, int outputBytesMax, PooledBuffer destination)
    {
        if (!TryReadLength(ref source, out var length)
            || length > ((long)source.Length * GrowthNumerator / GrowthDenominator) + GrowthNumerator)
        {
            return CompressionStatus.Malformed;
        }

        if (length > outputBytesMax)
        {
            return CompressionStatus.OutputTooLarge;
        }

        var output = destination.GetSpan((int)length)[..(int)length];
        if (!TryDecode(source, output))
        {
            return CompressionStatus.Malformed;
        }

        destination.Advance((int)length);
        return CompressionStatus.Done;
    }

    private static bool TryReadLength(ref ReadOnlySpan<byte> source, out long length)
    {
        length = 0;
        for (var index = 0; index < LengthBytesMax && index < source.Length; index++)
        {
            length |= (long)(source[index] & 0x7F) << (7 * index);
            if (source[index] < 0x80)
            {
                source = source[(index + 1)..];
                return length <= uint.MaxValue;
            }
        }

        return false;
    }

    // The output has exactly the promised length, which the tags must fill.
    private static bool TryDecode(ReadOnlySpan<byte> source, Span<byte> output)
    {
        var position = 0;
        while (!source.IsEmpty)
        {
            var tag = source[0];
            var isDecoded = (tag & 0b11) == 0
                ? TryCopyLiteral(ref source, output, ref position)
                : TryCopyBack(ref source, output, ref position);
            if (!isDecoded)
            {
                return false;
            }
        }

        return position == output.Length;
    }

    private static bool TryCopyLiteral(ref ReadOnlySpan<byte> source, Span<byte> output, ref int position)
    {
        long length = source[0] >> 2;
        source = source[1..];
        if (length >= InlineLiteralLengthMax)
        {
            var lengthBytes = (int)length - InlineLiteralLengthMax + 1;
            if (source.Length < lengthBytes)
            {
                return false;
            }

            length = ReadLittleEndian(source[..lengthBytes]);
            source = source[lengthBytes..];
        }

        length++;
        if (length > source.Length || length > output.Length - position)
        {
            return false;
        }

        source[..(int)length].CopyTo(output[position..]);
        source = source[(int)length..];
        position += (int)length;
        return true;
    }

    private static bool TryCopyBack(ref ReadOnlySpan<byte> source, Span<byte> output, ref int position)
    {
        var tag = source[0];
        var tagBytes = (tag & 0b11) switch { 1 => 2, 2 => 3, _ => 5 };
        if (source.Length < tagBytes)
        {
            return false;
        }

        var length = tagBytes == 2 ? ((tag >> 2) & 0b111) + 4 : (tag >> 2) + 1;
        var distance = tagBytes switch
        {
            2 => (uint)(((tag >> 5) << 8) | source[1]),
            3 => BinaryPrimitives.ReadUInt16LittleEndian(source[1..]),
            _ => BinaryPrimitives.ReadUInt32LittleEndian(source[1..]),
        };
        if (distance == 0 || distance > (uint)position || length > output.Length - position)
        {
            return false;
        }

        BackReference.Copy(output, position, (int)distance, length);
        source = source[tagBytes..];
        position += length;
        return true;
    }

    private static long ReadLittleEndian(ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        for (var index = bytes.Length - 1; index >= 0; index--)
        {
            value = (value << 8) | bytes[index];
        }

        return value;
    }
}
