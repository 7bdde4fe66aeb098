namespace Cloud.Protocol.Compression;

/// <summary>The copy instruction of LZ77 formats: bytes that were written before are written again.</summary>
internal static class BackReference
{
    private const int ChunkBytes = 16;

    /// <summary>
    /// The caller has checked that distance and length stay inside. Where distance is smaller than length the copy
    /// reads what it has just written, which repeats the pattern. May touch bytes after the copy, which are still to
    /// be written.
    /// </summary>
    public static void Copy(Span<byte> output, int position, int distance, int length)
    {
        var source = position - distance;
        if (distance >= ChunkBytes && length <= ChunkBytes && position <= output.Length - ChunkBytes)
        {
            output.Slice(source, ChunkBytes).CopyTo(output.Slice(position, ChunkBytes));
            return;
        }

        // Each step doubles the whole patterns that are available to copy from.
        while (length > 0)
        {
            var step = Math.Min(position - source, length);
            output.Slice(source, step).CopyTo(output[position..]);
            position += step;
            length -= step;
        }
    }
}
