using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cloud.Protocol.Records;

/// <summary>
/// CRC-32C (Castagnoli), the checksum of record batches. One CRC instruction takes three cycles but a new one can
/// start in each, so large inputs run as three independent lanes whose results are then joined: about three times a
/// plain loop.
/// </summary>
public static class Crc32C
{
    private const int Lanes = 3;

    // Two sizes, as small batches gain too: joining costs eight table look-ups, which 256 bytes per lane already repay.
    private const int LongLaneBytes = 4096;
    private const int ShortLaneBytes = 256;

    private static readonly Crc32CShift LongShift = new(LongLaneBytes);
    private static readonly Crc32CShift ShortShift = new(ShortLaneBytes);

    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>Continues a checksum: <c>Append(Compute(a), b)</c> is the checksum of a followed by b.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var register = ~checksum;
        register = RunLanes(register, ref bytes, LongLaneBytes, LongShift);
        register = RunLanes(register, ref bytes, ShortLaneBytes, ShortShift);
        return ~RunSerial(register, bytes);
    }

    private static uint RunLanes(uint register, ref ReadOnlySpan<byte> bytes, int laneBytes, Crc32CShift shift)
    {
        while (bytes.Length >= Lanes * laneBytes)
        {
            register = RunThreeLanes(register, bytes[..(Lanes * laneBytes)], laneBytes, shift);
            bytes = bytes[(Lanes * laneBytes)..];
        }

        return register;
    }

    // Only the first lane carries the register on; the others start from zero, so that joining is "shift and xor".
    private static uint RunThreeLanes(uint register, ReadOnlySpan<byte> block, int laneBytes, Crc32CShift shift)
    {
        Invariant.Holds(block.Length == Lanes * laneBytes);
        ref var first = ref MemoryMarshal.GetReference(block);
        ref var second = ref Unsafe.Add(ref first, laneBytes);
        ref var third = ref Unsafe.Add(ref second, laneBytes);
        uint secondRegister = 0;
        uint thirdRegister = 0;
        for (nint position = 0; position < laneBytes; position += sizeof(ulong))
        {
            register = BitOperations.Crc32C(register, ReadWord(ref first, position));
            secondRegister = BitOperations.Crc32C(secondRegister, ReadWord(ref second, position));
            thirdRegister = BitOperations.Crc32C(thirdRegister, ReadWord(ref third, position));
        }

        return shift.Apply(shift.Apply(register) ^ secondRegister) ^ thirdRegister;
    }

    private static uint RunSerial(uint register, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            register = BitOperations.Crc32C(register, value);
        }

        return register;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ReadWord(ref byte start, nint position)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, position));
        return BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
    }
}
