using System.Buffers;
using System.Buffers.Binary;

namespace Cloud.Protocol.Compression;

/// <summary>Writes lz4 blocks: sequences of literals and a copy.</summary>
internal static class Lz4Encoder
{
    // The format wants the last bytes of a block as literals and the last copy to start well before them.
    private const int LastLiterals = 5;
    private const int LastMatchDistance = 12;
    private const int MatchLengthMin = 4;
    private const int NibbleMax = 15;

    /// <summary>Most bytes that a block can take: incompressible content plus lengths.</summary>
    public static int SizeBytesMax(int blockBytes) => blockBytes + (blockBytes / byte.MaxValue) + 16;

    /// <summary>Blocks of at most <see cref="MatchFinder.BlockBytesMax"/> bytes. Gives the bytes written.</summary>
    public static int EncodeBlock(ReadOnlySpan<byte> block, Span<byte> destination)
    {
        if (block.Length <= LastMatchDistance)
        {
            return WriteLiterals(destination, block);
        }

        var table = ArrayPool<ushort>.Shared.Rent(MatchFinder.TableSize);
        var finder = new MatchFinder(block, table.AsSpan(0, MatchFinder.TableSize), block.Length - LastMatchDistance);
        var written = 0;
        var anchor = 0;
        while (finder.TryFind(anchor))
        {
            var length = finder.MatchLength(block.Length - LastLiterals);
            var distance = finder.Position - finder.Candidate;
            written += WriteSequence(destination[written..], block[anchor..finder.Position], distance, length);
            anchor = finder.Position + length;
            finder.Remember(anchor - 2);
        }

        ArrayPool<ushort>.Shared.Return(table);
        return written + WriteLiterals(destination[written..], block[anchor..]);
    }

    private static int WriteSequence(Span<byte> destination, ReadOnlySpan<byte> literals, int distance, int matchLength)
    {
        var storedLength = matchLength - MatchLengthMin;
        var position = WriteLiterals(destination, literals);
        destination[0] |= (byte)Math.Min(NibbleMax, storedLength);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[position..], (ushort)distance);
        position += sizeof(ushort);
        return position + WriteLengthTail(destination[position..], storedLength);
    }

    // The token's low half stays zero: at the end of a block that is the whole truth, else the caller fills it.
    private static int WriteLiterals(Span<byte> destination, ReadOnlySpan<byte> literals)
    {
        destination[0] = (byte)(Math.Min(NibbleMax, literals.Length) << 4);
        var position = 1 + WriteLengthTail(destination[1..], literals.Length);
        literals.CopyTo(destination[position..]);
        return position + literals.Length;
    }

    private static int WriteLengthTail(Span<byte> destination, int length)
    {
        if (length < NibbleMax)
        {
            return 0;
        }

        var position = 0;
        var rest = length - NibbleMax;
        for (; rest >= byte.MaxValue; rest -= byte.MaxValue)
        {
            destination[position++] = byte.MaxValue;
        }

        destination[position++] = (byte)rest;
        return position;
    }
}
