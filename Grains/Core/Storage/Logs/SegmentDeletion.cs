using Cloud.Core.Storage.Segments;

namespace Cloud.Core.Storage.Logs;

/// <summary>
/// Removes segment files. Readers that hold a region keep the file's content until they let go; its name goes at once.
/// </summary>
internal static class SegmentDeletion
{
    /// <summary>Highest first, so that what a crash leaves of a truncation is a log without gaps.</summary>
    public static void Delete(SegmentFolder folder, ReadOnlySpan<Segment> segments)
    {
        for (var i = segments.Length - 1; i >= 0; i--)
        {
            Delete(folder, segments[i]);
        }
    }

    /// <summary>Lowest first, for the same reason at the other end.</summary>
    public static void DeleteOldest(SegmentFolder folder, ReadOnlySpan<Segment> segments)
    {
        foreach (var segment in segments)
        {
            Delete(folder, segment);
            ProducerFiles.Delete(folder, segment.BaseOffset);
        }
    }

    // The log file goes first: index files without one are swept on the next start.
    private static void Delete(SegmentFolder folder, Segment segment)
    {
        segment.CloseForDeletion();
        foreach (var suffix in SegmentFileNames.SegmentSuffixes)
        {
            folder.Files.DeleteFile(folder.PathOf(segment.BaseOffset, suffix));
        }
    }
}
