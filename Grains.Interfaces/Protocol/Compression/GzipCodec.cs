using System.IO.Compression;

namespace Cloud.Protocol.Compression;

/// <summary>Gzip by the runtime's own library.</summary>
internal static class GzipCodec
{
    // Header and trailer of a member without content: less cannot be gzip, and the runtime takes no bytes for an
    // empty file.
    private const int SizeBytesMin = 18;
    private const int ReadBytesMin = 4096;

    public static void Compress(ReadOnlySpan<byte> source, PooledBuffer destination)
    {
        using var output = new PooledBufferStream(destination);
        using var gzip = new GZipStream(output, CompressionLevel.Optimal);
        gzip.Write(source);
    }

    public static CompressionStatus Decompress(ReadOnlySpan<byte> source, int outputBytesMax, PooledBuffer destination)
    {
        if (source.Length < SizeBytesMin)
        {
            return CompressionStatus.Malformed;
        }

        try
        {
            return Inflate(source, outputBytesMax, destination);
        }
        catch (InvalidDataException)
        {
            return CompressionStatus.Malformed;
        }
    }

    private static unsafe CompressionStatus Inflate(
        ReadOnlySpan<byte> source, int outputBytesMax, PooledBuffer destination)
    {
        fixed (byte* start = source)
        {
            using var input = new UnmanagedMemoryStream(start, source.Length);
            using var gzip = new GZipStream(input, CompressionMode.Decompress);
            var left = outputBytesMax;
            while (true)
            {
                // One byte more than allowed tells "exactly full" from "too much".
                var room = destination.GetSpan((int)Math.Min(ReadBytesMin, left + 1L));
                var read = gzip.Read(room[..(int)Math.Min(room.Length, left + 1L)]);
                if (read > left)
                {
                    return CompressionStatus.OutputTooLarge;
                }

                if (read == 0)
                {
                    return CompressionStatus.Done;
                }

                destination.Advance(read);
                left -= read;
            }
        }
    }
}
