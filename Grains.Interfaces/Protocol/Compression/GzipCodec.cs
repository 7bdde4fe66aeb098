using System.Buffers.Binary;
using System.IO.Compression;

namespace Cloud.Protocol.Compression;

/// <summary>
/// Gzip by the runtime's own library. One member, as all of Kafka's clients write: its trailer then tells the size of
/// the whole, without which the runtime takes a stream that was cut for one that ended.
/// </summary>
internal static class GzipCodec
{
    // Header and trailer of a member without content.
    private const int SizeBytesMin = 18;
    private const int ReadBytesMin = 4096;

    // What the runtime writes for no content is nothing at all, which is no gzip.
    private static ReadOnlySpan<byte> Empty =>
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 0x03, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public static void Compress(ReadOnlySpan<byte> source, PooledBuffer destination)
    {
        if (source.IsEmpty)
        {
            destination.Write(Empty);
            return;
        }

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

        var start = destination.Length;
        try
        {
            var status = Inflate(source, outputBytesMax, destination);
            var isCut = status is CompressionStatus.Done && ContentBytes(source) != (uint)(destination.Length - start);
            return isCut ? CompressionStatus.Malformed : status;
        }
        // The input is memory: an I/O error can only be the inflater's verdict on it.
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            return CompressionStatus.Malformed;
        }
    }

    // The last field of the trailer, modulo 2³².
    private static uint ContentBytes(ReadOnlySpan<byte> source) =>
        BinaryPrimitives.ReadUInt32LittleEndian(source[^sizeof(uint)..]);

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
