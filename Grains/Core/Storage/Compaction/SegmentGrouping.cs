namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// Puts neighbouring segments together that fit into one, so that segments which shrink with every compaction do not
/// become ever more and ever smaller files. Pure.
/// </summary>
internal static class SegmentGrouping
{
    /// <returns>For each group the number of segments, in order.</returns>
    public static List<int> Group(ReadOnlySpan<CompactionSegment> segments, long sizeBytesMax, long indexSizeBytesMax)
    {
        var counts = new List<int>();
        for (var start = 0; start < segments.Length; start += counts[^1])
        {
            counts.Add(CountFrom(segments[start..], sizeBytesMax, indexSizeBytesMax));
        }

        return counts;
    }

    private static int CountFrom(ReadOnlySpan<CompactionSegment> segments, long sizeBytesMax, long indexSizeBytesMax)
    {
        var first = segments[0];
        var (sizeBytes, indexSizeBytes) = (first.SizeBytes, first.IndexSizeBytes);
        var count = 1;
        while (count < segments.Length)
        {
            var next = segments[count];
            sizeBytes += next.SizeBytes;
            indexSizeBytes += next.IndexSizeBytes;

            // Indexes hold offsets relative to their segment in 32 bits. The end is exclusive: one more than the last.
            var fits = sizeBytes <= sizeBytesMax
                && indexSizeBytes <= indexSizeBytesMax
                && next.EndOffset.DistanceFrom(first.BaseOffset) - 1 <= int.MaxValue;
            if (!fits)
            {
                break;
            }

            count++;
        }

        return count;
    }
}
