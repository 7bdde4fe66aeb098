namespace Cloud.Protocol.Compression;

/// <summary>
/// The two copies of LZ77 formats: literals, and bytes that were written before. Most are short, so where there is room
/// they move whole chunks, which is one load and one store, and may touch bytes that are still to be written.
/// </summary>
internal static class BackReference
{
    public const int ChunkBytes = 16;

    // From here on one call that moves memory is cheaper than many chunks.
    private const int ChunkedLengthMax = 64;

    /// <summary>The caller has checked that the literals are there and fit.</summary>
    public static void CopyLiterals(ReadOnlySpan<byte> source, Span<byte> output, int position, int length)
    {
        if (length <= ChunkBytes && source.Length >= ChunkBytes && position <= output.Length - ChunkBytes)
        {
            source[..ChunkBytes].CopyTo(output.Slice(position, ChunkBytes));
            return;
        }

        source[..length].CopyTo(output[position..]);
    }

    /// <summary>
    /// The caller has checked that distance and length stay inside. Where the distance is smaller than the length the
    /// copy reads what it has just written, which repeats the pattern.
    /// </summary>
    public static void Copy(Span<byte> output, int position, int distance, int length)
    {
        if (distance >= ChunkBytes && length <= ChunkedLengthMax && position <= output.Length - ChunkedLengthMax)
        {
            CopyChunks(output, position, distance, length);
            return;
        }

        if (distance == 1)
        {
            output.Slice(position, length).Fill(output[position - 1]);
            return;
        }

        // Each step doubles the whole patterns that are available to copy from.
        var source = position - distance;
        while (length > 0)
        {
            var step = Math.Min(position - source, length);
            output.Slice(source, step).CopyTo(output[position..]);
            position += step;
            length -= step;
        }
    }

    private static void CopyChunks(Span<byte> output, int position, int distance, int length)
    {
        for (var end = position + length; position < end; position += ChunkBytes)
        {
            output.Slice(position - distance, ChunkBytes).CopyTo(output.Slice(position, ChunkBytes));
        }
    }
}
