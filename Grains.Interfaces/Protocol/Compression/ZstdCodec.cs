namespace Cloud.Protocol.Compression;

/// <summary>
/// Zstandard by the system's library. Decompresses in one go into a buffer that grows until it is large enough: Java
/// clients do not write the content's size, and this way the library needs no window of its own, whose size the input
/// would choose.
/// </summary>
internal static unsafe class ZstdCodec
{
    // The default of the library and of Kafka.
    private const int Level = 3;
    private const int DestinationTooSmall = 70;
    private const ulong ContentSizeError = ulong.MaxValue - 1;
    private const ulong ContentSizeUnknown = ulong.MaxValue;

    // The smallest block, a repeated byte, has four bytes and stands for at most 128 KiB: no frame can become more.
    private const int BlockBytesMin = 4;
    private const long BlockContentMax = 128 * 1024;

    // First guess where the size is unknown; record batches seldom shrink further.
    private const int UsualGrowth = 8;
    private const int CapacityMin = 4096;

    // The first guess is limited, as a header may name any size: beyond that the output must really grow.
    private const int FirstCapacityMax = 4 * 1024 * 1024;

    /// <summary>The caller has made sure that the library is there.</summary>
    public static void Compress(ReadOnlySpan<byte> source, PooledBuffer destination)
    {
        var library = ZstdLibrary.Instance;
        Invariant.Holds(library is not null);
        var room = destination.GetSpan(checked((int)library.CompressBound((nuint)source.Length)));
        fixed (byte* to = room, from = source)
        {
            var written = library.Compress(to, (nuint)room.Length, from, (nuint)source.Length, Level);
            Invariant.Holds(!library.IsError(written));
            destination.Advance((int)written);
        }
    }

    public static CompressionStatus Decompress(ReadOnlySpan<byte> source, int outputBytesMax, PooledBuffer destination)
    {
        if (ZstdLibrary.Instance is not { } library)
        {
            return CompressionStatus.Unavailable;
        }

        if (source.IsEmpty)
        {
            return CompressionStatus.Malformed;
        }

        // Beyond what the bytes can become a claimed size is a lie and not a reason to allocate.
        var possible = ((source.Length / BlockBytesMin) + 1) * BlockContentMax;
        var reachable = (int)Math.Min(outputBytesMax, possible);
        fixed (byte* from = source)
        {
            var contentSize = library.GetFrameContentSize(from, (nuint)source.Length);
            return contentSize switch
            {
                ContentSizeError => CompressionStatus.Malformed,
                not ContentSizeUnknown when contentSize > (ulong)possible => CompressionStatus.Malformed,
                not ContentSizeUnknown when contentSize > (ulong)outputBytesMax => CompressionStatus.OutputTooLarge,
                _ => Decompress(library, from, source.Length, contentSize, reachable, destination),
            };
        }
    }

    private static CompressionStatus Decompress(
        ZstdLibrary library,
        byte* from,
        int sourceBytes,
        ulong contentSize,
        int outputBytesMax,
        PooledBuffer destination)
    {
        long capacity = FirstCapacity(sourceBytes, contentSize, outputBytesMax);
        while (true)
        {
            var room = destination.GetSpan((int)capacity)[..(int)capacity];
            nuint result;
            fixed (byte* to = room)
            {
                result = library.Decompress(to, (nuint)capacity, from, (nuint)sourceBytes);
            }

            if (!library.IsError(result))
            {
                destination.Advance((int)result);
                return CompressionStatus.Done;
            }

            if (library.GetErrorCode(result) != DestinationTooSmall)
            {
                return CompressionStatus.Malformed;
            }

            if (capacity == outputBytesMax)
            {
                return CompressionStatus.OutputTooLarge;
            }

            capacity = Math.Min(outputBytesMax, capacity * 4);
        }
    }

    private static int FirstCapacity(int sourceBytes, ulong contentSize, int outputBytesMax)
    {
        var guess = contentSize is ContentSizeUnknown ? (ulong)sourceBytes * UsualGrowth : contentSize;
        var bounded = (int)Math.Clamp(guess, CapacityMin, FirstCapacityMax);
        return Math.Min(bounded, outputBytesMax);
    }
}
