using Cloud.Core.Storage.Segments;

namespace Cloud.Core.Storage.Logs;

/// <summary>
/// Takes segments' files away: they are renamed to <c>.deleted</c> at once and removed after
/// <c>file.delete.delay.ms</c>. After a crash the names alone tell that they are no part of the log. Readers that hold
/// a region keep the file's content until they let go.
/// </summary>
internal static class SegmentDeletion
{
    /// <summary>
    /// While a log is opened: at once. Highest first, so that what a crash leaves is a log without gaps.
    /// </summary>
    public static void DeleteNow(SegmentFolder folder, ReadOnlySpan<Segment> segments)
    {
        for (var i = segments.Length - 1; i >= 0; i--)
        {
            segments[i].CloseForDeletion();
            foreach (var suffix in SegmentFileNames.SegmentSuffixes)
            {
                folder.Files.DeleteFile(folder.PathOf(segments[i].BaseOffset, suffix));
            }
        }
    }

    /// <summary>Highest first, for the same reason.</summary>
    public static void Delete(LogState log, ReadOnlySpan<Segment> segments)
    {
        for (var i = segments.Length - 1; i >= 0; i--)
        {
            Delete(log, segments[i]);
        }
    }

    /// <summary>Lowest first, for the same reason at the other end.</summary>
    public static void DeleteOldest(LogState log, ReadOnlySpan<Segment> segments)
    {
        foreach (var segment in segments)
        {
            Delete(log, segment);
            ProducerFiles.Delete(log.Folder, segment.BaseOffset);
        }
    }

    // The log file goes first: index files without one are swept on the next start.
    public static void Delete(LogState log, Segment segment)
    {
        segment.CloseForDeletion();
        foreach (var suffix in SegmentFileNames.SegmentSuffixes)
        {
            Remove(log, log.Folder.PathOf(segment.BaseOffset, suffix));
        }
    }

    private static void Remove(LogState log, string path)
    {
        var delay = log.Settings.FileDeleteDelay;
        if (delay <= TimeSpan.Zero)
        {
            log.Folder.Files.DeleteFile(path);
        }
        else if (log.Folder.Files.FileExists(path))
        {
            var target = path + SegmentFileNames.DeletedSuffix;
            log.Folder.Files.Rename(path, target);
            log.Deletions.Add(target, delay);
        }
    }
}
