using System.Security.Cryptography;

namespace Cloud.Grains.Brokers;

/// <summary>Draws the secret of a broker's life that keeps clients from aiming keys at each other.</summary>
internal static class CompactionSecret
{
    public static (ulong Low, ulong High) New()
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return (BitConverter.ToUInt64(bytes), BitConverter.ToUInt64(bytes[sizeof(ulong)..]));
    }
}
