using System.Numerics;

namespace Cloud.Protocol.Records;

/// <summary>
/// The variable-length integers of records: zigzag, so that small negative numbers stay short, then seven bits a byte,
/// lowest first. (Flexible protocol messages use the unsigned form, which is another one.)
/// </summary>
public static class VarInt
{
    public const int Int32BytesMax = 5;
    public const int Int64BytesMax = 10;

    private const byte ContinueBit = 0x80;
    private const byte ValueMask = 0x7F;
    private const int BitsPerByte = 7;

    public static ReadStatus TryReadInt32(ReadOnlySpan<byte> source, out int value, out int bytesRead)
    {
        // Nearly all lengths, deltas and counts of a record take one byte.
        if (source.Length > 0 && source[0] < ContinueBit)
        {
            value = (source[0] >> 1) ^ -(source[0] & 1);
            bytesRead = 1;
            return ReadStatus.Done;
        }

        var status = TryReadBits(source, Int32BytesMax, out var bits, out bytesRead);
        if (status is ReadStatus.Done && bits > uint.MaxValue)
        {
            status = ReadStatus.Malformed;
        }

        value = status is ReadStatus.Done ? (int)((uint)bits >> 1) ^ -(int)(bits & 1) : 0;
        return status;
    }

    public static ReadStatus TryReadInt64(ReadOnlySpan<byte> source, out long value, out int bytesRead)
    {
        var status = TryReadBits(source, Int64BytesMax, out var bits, out bytesRead);
        value = status is ReadStatus.Done ? (long)(bits >> 1) ^ -(long)(bits & 1) : 0;
        return status;
    }

    /// <summary>Gives the number of bytes written; the destination must hold <see cref="SizeOf(int)"/>.</summary>
    public static int WriteInt32(Span<byte> destination, int value) => WriteBits(destination, ZigZag(value));

    public static int WriteInt64(Span<byte> destination, long value) => WriteBits(destination, ZigZag(value));

    public static int SizeOf(int value) => SizeOfBits(ZigZag(value));

    public static int SizeOf(long value) => SizeOfBits(ZigZag(value));

    private static uint ZigZag(int value) => (uint)((value << 1) ^ (value >> 31));

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private static int SizeOfBits(ulong bits) => (70 - BitOperations.LeadingZeroCount(bits | 1)) / BitsPerByte;

    private static ReadStatus TryReadBits(ReadOnlySpan<byte> source, int bytesMax, out ulong bits, out int bytesRead)
    {
        bits = 0;
        for (bytesRead = 0; bytesRead < bytesMax; bytesRead++)
        {
            if (bytesRead == source.Length)
            {
                return ReadStatus.NeedMoreData;
            }

            var current = source[bytesRead];
            bits |= (ulong)(current & ValueMask) << (BitsPerByte * bytesRead);
            if ((current & ContinueBit) == 0)
            {
                bytesRead++;
                // The tenth byte has room for one bit only.
                return bytesRead == Int64BytesMax && current > 1 ? ReadStatus.Malformed : ReadStatus.Done;
            }
        }

        return ReadStatus.Malformed;
    }

    private static int WriteBits(Span<byte> destination, ulong bits)
    {
        var position = 0;
        for (; bits >= ContinueBit; bits >>= BitsPerByte)
        {
            destination[position++] = (byte)(bits | ContinueBit);
        }

        destination[position++] = (byte)bits;
        return position;
    }
}
