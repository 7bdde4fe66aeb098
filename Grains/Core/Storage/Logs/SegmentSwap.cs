using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Segments;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Logs;

/// <summary>
/// Replaces neighbouring sealed segments by one rewritten segment so that a crash leaves the old or the new. The
/// rewritten files are flushed as <c>.cleaned</c>, renamed to <c>.swap</c> (from here on the step is finished after a
/// crash), the replaced segments removed, and the swap files renamed to their final names. By the writer.
/// </summary>
internal static class SegmentSwap
{
    /// <summary>
    /// Takes a <c>.cleaned</c> segment that was written and flushed; it bears the base offset of the first it replaces.
    /// </summary>
    public static void Replace(LogState log, int firstIndex, int count)
    {
        log.EnsureUsable();
        var view = log.View;
        var cleaned = view.Segments[firstIndex].BaseOffset;
        Invariant.Holds(count > 0 && firstIndex + count < view.Segments.Length);
        try
        {
            GapMarker.Set(log.Folder);
            Rename(log.Folder, cleaned, SegmentFileNames.CleanedSuffix, SegmentFileNames.SwapSuffix);
            log.Folder.Files.FlushFolder(log.Folder.Path);
            var segments = Finish(log, view, firstIndex, count, cleaned);
            log.Publish(new(segments, view.LogStartOffset, view.LogEndOffset, view.ActiveByteCount)
            {
                Generation = view.Generation,
            });
        }
        catch (Exception error)
        {
            // Whatever it was, readers wait for a view that never comes, unless the log has failed.
            log.Durability.Fail(error);
            throw;
        }
    }

    /// <summary>The offsets <c>[start, end)</c> that the swap files of an interrupted step cover.</summary>
    public static (Offset Start, Offset End) RangeOf(SegmentFolder folder, List<string> swaps)
    {
        var (start, end) = (new Offset(long.MaxValue), Offset.Zero);
        foreach (var name in swaps)
        {
            if (!SegmentFileNames.TryParse(name, out var baseOffset, out var suffix)
                || suffix != SegmentFileNames.LogSuffix + SegmentFileNames.SwapSuffix)
            {
                continue;
            }

            start = Offset.Min(start, baseOffset);
            end = Offset.Max(end, EndOffsetOf(folder, name, baseOffset));
        }

        return (start, end);
    }

    /// <summary>Removes the segments that begin in the range.</summary>
    public static void DeleteReplaced(SegmentFolder folder, Offset start, Offset end)
    {
        foreach (var name in folder.Files.ListFiles(folder.Path))
        {
            if (SegmentFileNames.TryParse(name, out var offset, out var suffix)
                && SegmentFileNames.SegmentSuffixes.Contains(suffix)
                && offset >= start
                && offset < end)
            {
                folder.Files.DeleteFile(Path.Combine(folder.Path, name));
            }
        }
    }

    private static Segment[] Finish(
        LogState log, LogView view, int firstIndex, int count, Offset cleaned)
    {
        foreach (var replaced in view.Segments.AsSpan(firstIndex, count))
        {
            SegmentDeletion.Delete(log, replaced);
        }

        Rename(log.Folder, cleaned, SegmentFileNames.SwapSuffix, "");
        log.Folder.Files.FlushFolder(log.Folder.Path);
        var segments = new List<Segment>(view.Segments.Length);
        segments.AddRange(view.Segments.AsSpan(0, firstIndex));
        segments.Add(new(log.Folder, cleaned, LengthOf(log.Folder, cleaned)));
        segments.AddRange(view.Segments.AsSpan(firstIndex + count));
        return [.. segments];
    }

    // The log file comes last: its new name is what makes the segment count after a crash.
    private static void Rename(SegmentFolder folder, Offset offset, string oldSuffix, string newSuffix)
    {
        for (var i = SegmentFileNames.SegmentSuffixes.Length - 1; i >= 0; i--)
        {
            var path = folder.PathOf(offset, SegmentFileNames.SegmentSuffixes[i]);
            if (folder.Files.FileExists(path + oldSuffix))
            {
                folder.Files.Rename(path + oldSuffix, path + newSuffix);
            }
        }
    }

    private static int LengthOf(SegmentFolder folder, Offset baseOffset)
    {
        var path = folder.PathOf(baseOffset, SegmentFileNames.LogSuffix);
        using var file = folder.Files.Open(path, FileAccessMode.ReadExisting);
        return checked((int)file.Length);
    }

    private static Offset EndOffsetOf(SegmentFolder folder, string name, Offset baseOffset)
    {
        using var file = folder.Files.Open(Path.Combine(folder.Path, name), FileAccessMode.ReadExisting);
        var end = baseOffset;
        Span<byte> window = stackalloc byte[BatchCursor.WindowBytes];
        var cursor = new BatchCursor(file, FilePosition.Start, new(file.Length), window);
        while (cursor.MoveNext())
        {
            end = cursor.Current.Header.NextOffset;
        }

        return end;
    }
}
