using System.Buffers;
using System.Buffers.Binary;

namespace Cloud.Protocol.Compression;

/// <summary>Writes raw snappy blocks: length, then literals and copies.</summary>
internal static class SnappyEncoder
{
    private const int LiteralTag = 0b00;
    private const int ShortCopyTag = 0b01;
    private const int LongCopyTag = 0b10;

    private const int LongCopyLengthMax = 64;
    private const int ShortCopyLengthMin = 4;
    private const int ShortCopyLengthMax = 11;
    private const int ShortCopyDistanceMax = 2047;

    // Literals up to here have their length in the tag.
    private const int InlineLiteralLengthMax = 60;
    private const int InlineLiteralLengthOneByte = 60;
    private const int InlineLiteralLengthTwoBytes = 61;

    /// <summary>Most bytes that a block can take: incompressible content plus tags.</summary>
    public static int SizeBytesMax(int blockBytes) => 32 + blockBytes + (blockBytes / 6);

    /// <summary>Blocks of at most <see cref="MatchFinder.BlockBytesMax"/> bytes. Gives the bytes written.</summary>
    public static int EncodeBlock(ReadOnlySpan<byte> block, Span<byte> destination)
    {
        var written = WriteLength(destination, block.Length);
        if (block.Length < MatchFinder.WordBytes)
        {
            return written + WriteLiteral(destination[written..], block);
        }

        var table = ArrayPool<ushort>.Shared.Rent(MatchFinder.TableSize);
        var finder = new MatchFinder(
            block, table.AsSpan(0, MatchFinder.TableSize), block.Length - MatchFinder.WordBytes);
        var anchor = 0;
        while (finder.TryFind(anchor))
        {
            written += WriteLiteral(destination[written..], block[anchor..finder.Position]);
            var length = finder.MatchLength(block.Length);
            written += WriteCopy(destination[written..], finder.Position - finder.Candidate, length);
            anchor = finder.Position + length;
            finder.Remember(anchor - 2);
        }

        ArrayPool<ushort>.Shared.Return(table);
        return written + WriteLiteral(destination[written..], block[anchor..]);
    }

    private static int WriteLength(Span<byte> destination, int length)
    {
        var position = 0;
        var bits = (uint)length;
        for (; bits >= 0x80; bits >>= 7)
        {
            destination[position++] = (byte)(bits | 0x80);
        }

        destination[position++] = (byte)bits;
        return position;
    }

    private static int WriteLiteral(Span<byte> destination, ReadOnlySpan<byte> literal)
    {
        if (literal.IsEmpty)
        {
            return 0;
        }

        var stored = literal.Length - 1;
        int tagBytes;
        if (stored < InlineLiteralLengthMax)
        {
            destination[0] = (byte)((stored << 2) | LiteralTag);
            tagBytes = 1;
        }
        else if (stored <= byte.MaxValue)
        {
            destination[0] = (InlineLiteralLengthOneByte << 2) | LiteralTag;
            destination[1] = (byte)stored;
            tagBytes = 2;
        }
        else
        {
            destination[0] = (InlineLiteralLengthTwoBytes << 2) | LiteralTag;
            BinaryPrimitives.WriteUInt16LittleEndian(destination[1..], (ushort)stored);
            tagBytes = 3;
        }

        literal.CopyTo(destination[tagBytes..]);
        return tagBytes + literal.Length;
    }

    private static int WriteCopy(Span<byte> destination, int distance, int length)
    {
        var written = 0;
        while (length > LongCopyLengthMax)
        {
            // What remains after a full copy must itself be long enough for a copy.
            var step = length - LongCopyLengthMax < ShortCopyLengthMin
                ? LongCopyLengthMax - ShortCopyLengthMin
                : LongCopyLengthMax;
            written += WriteLongCopy(destination[written..], distance, step);
            length -= step;
        }

        return written + (length <= ShortCopyLengthMax && distance <= ShortCopyDistanceMax
            ? WriteShortCopy(destination[written..], distance, length)
            : WriteLongCopy(destination[written..], distance, length));
    }

    private static int WriteShortCopy(Span<byte> destination, int distance, int length)
    {
        destination[0] = (byte)(((distance >> 8) << 5) | ((length - ShortCopyLengthMin) << 2) | ShortCopyTag);
        destination[1] = (byte)distance;
        return 2;
    }

    private static int WriteLongCopy(Span<byte> destination, int distance, int length)
    {
        destination[0] = (byte)(((length - 1) << 2) | LongCopyTag);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[1..], (ushort)distance);
        return 3;
    }
}
