using System.Buffers.Binary;

namespace Cloud.Client;

/// <summary>
/// The hash by which Kafka's Java client spreads keys: MurmurHash2 of 32 bits with its seed. Clients that shall agree
/// on where a key lies must agree on every bit of it.
/// </summary>
internal static class Murmur2
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;
    private const int Shift = 24;
    private const int BlockBytes = sizeof(uint);

    /// <summary>Without the sign, as Kafka takes it: from 0 to <paramref name="partitionCount"/> - 1.</summary>
    public static int PartitionOf(ReadOnlySpan<byte> key, int partitionCount) =>
        (int)(Hash(key) & int.MaxValue) % partitionCount;

    public static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = Seed ^ (uint)bytes.Length;
        while (bytes.Length >= BlockBytes)
        {
            var block = BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Multiplier;
            hash = (hash * Multiplier) ^ ((block ^ (block >> Shift)) * Multiplier);
            bytes = bytes[BlockBytes..];
        }

        if (bytes.Length > 0)
        {
            for (var index = bytes.Length - 1; index >= 0; index--)
            {
                hash ^= (uint)bytes[index] << (8 * index);
            }

            hash *= Multiplier;
        }

        hash = (hash ^ (hash >> 13)) * Multiplier;
        return hash ^ (hash >> 15);
    }
}
