using System.Buffers.Binary;

namespace Cloud.Integration.GatewayFaults;

/// <summary>Makes a wrong request of a right one.</summary>
internal static class Mutation
{
    private const int LengthBytes = sizeof(int);

    private static readonly int[] Extremes = [0, -1, 1, int.MaxValue, int.MinValue, 0x7fff, 0xffff, 1_000_000];

    /// <summary>Changes one to three places. Mostly the length is put right, so that the change is read.</summary>
    public static byte[] Of(byte[] request, Random random)
    {
        var bytes = request.ToArray();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            bytes = Change(bytes, random);
        }

        if (bytes.Length > LengthBytes && random.Next(10) > 0)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length - LengthBytes);
        }

        return bytes;
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        var place = random.Next(bytes.Length);
        switch (random.Next(6))
        {
            case 0:
                bytes[place] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[place] = (byte)random.Next(256);
                return bytes;
            case 2 when bytes.Length - place >= sizeof(int):
                BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(place), Extremes[random.Next(Extremes.Length)]);
                return bytes;
            case 3:
                return bytes[..(place + 1)];
            case 4:
                var more = new byte[random.Next(1, 64)];
                random.NextBytes(more);
                return [.. bytes[..place], .. more, .. bytes[place..]];
            default:
                var end = random.Next(place, bytes.Length);
                return place == 0 && end == bytes.Length - 1 ? bytes : [.. bytes[..place], .. bytes[(end + 1)..], 0];
        }
    }
}
