using System.Buffers.Binary;
using System.Numerics;

namespace Cloud.Protocol.Compression;

/// <summary>xxHash, 32 bits, seed 0: the checksum of lz4 frames.</summary>
internal static class XxHash32
{
    private const uint Prime1 = 2654435761;
    private const uint Prime2 = 2246822519;
    private const uint Prime3 = 3266489917;
    private const uint Prime4 = 668265263;
    private const uint Prime5 = 374761393;
    private const int StripeBytes = 16;

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var length = (uint)bytes.Length;
        var hash = bytes.Length >= StripeBytes ? HashStripes(ref bytes) : Prime5;
        hash += length;
        for (; bytes.Length >= sizeof(uint); bytes = bytes[sizeof(uint)..])
        {
            hash += BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Prime3;
            hash = BitOperations.RotateLeft(hash, 17) * Prime4;
        }

        foreach (var value in bytes)
        {
            hash += value * Prime5;
            hash = BitOperations.RotateLeft(hash, 11) * Prime1;
        }

        return Avalanche(hash);
    }

    private static uint HashStripes(ref ReadOnlySpan<byte> bytes)
    {
        var first = unchecked(Prime1 + Prime2);
        var second = Prime2;
        var third = 0u;
        var fourth = unchecked(0u - Prime1);
        for (; bytes.Length >= StripeBytes; bytes = bytes[StripeBytes..])
        {
            first = Round(first, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
            second = Round(second, BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
            third = Round(third, BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
            fourth = Round(fourth, BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]));
        }

        return BitOperations.RotateLeft(first, 1) + BitOperations.RotateLeft(second, 7)
            + BitOperations.RotateLeft(third, 12) + BitOperations.RotateLeft(fourth, 18);
    }

    private static uint Round(uint accumulator, uint input) =>
        BitOperations.RotateLeft(accumulator + (input * Prime2), 13) * Prime1;

    private static uint Avalanche(uint hash)
    {
        hash = (hash ^ (hash >> 15)) * Prime2;
        hash = (hash ^ (hash >> 13)) * Prime3;
        return hash ^ (hash >> 16);
    }
}
