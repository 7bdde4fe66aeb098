using System.Buffers.Binary;

namespace Cloud.Protocol.Compression;

/// <summary>Reads raw snappy blocks.</summary>
internal static class SnappyDecoder
{
    private const int TypeMask = 0b11;
    private const int LiteralType = 0b00;
    private const int ShortCopyType = 0b01;
    private const int LongCopyType = 0b10;

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
        var read = 0;
        var position = 0;
        while (read < source.Length)
        {
            var isDecoded = (source[read] & TypeMask) == LiteralType
                ? TryCopyLiteral(source, output, ref read, ref position)
                : TryCopyBack(source, output, ref read, ref position);
            if (!isDecoded)
            {
                return false;
            }
        }

        return position == output.Length;
    }

    private static bool TryCopyLiteral(ReadOnlySpan<byte> source, Span<byte> output, ref int read, ref int position)
    {
        long length = source[read++] >> 2;
        if (length >= InlineLiteralLengthMax)
        {
            var lengthBytes = (int)length - InlineLiteralLengthMax + 1;
            if (source.Length - read < lengthBytes)
            {
                return false;
            }

            length = ReadLittleEndian(source.Slice(read, lengthBytes));
            read += lengthBytes;
        }

        length++;
        if (length > source.Length - read || length > output.Length - position)
        {
            return false;
        }

        BackReference.CopyLiterals(source[read..], output, position, (int)length);
        read += (int)length;
        position += (int)length;
        return true;
    }

    private static bool TryCopyBack(ReadOnlySpan<byte> source, Span<byte> output, ref int read, ref int position)
    {
        var tag = source[read];
        var type = tag & TypeMask;
        var tagBytes = type switch { ShortCopyType => 2, LongCopyType => 3, _ => 5 };
        if (source.Length - read < tagBytes)
        {
            return false;
        }

        var operand = source[(read + 1)..];
        var length = type == ShortCopyType ? ((tag >> 2) & 0b111) + 4 : (tag >> 2) + 1;
        var distance = type switch
        {
            ShortCopyType => (uint)(((tag >> 5) << 8) | operand[0]),
            LongCopyType => BinaryPrimitives.ReadUInt16LittleEndian(operand),
            _ => BinaryPrimitives.ReadUInt32LittleEndian(operand),
        };
        if (distance == 0 || distance > (uint)position || length > output.Length - position)
        {
            return false;
        }

        BackReference.Copy(output, position, (int)distance, length);
        read += tagBytes;
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
