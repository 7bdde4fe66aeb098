using Cloud.Core.Storage.Segments;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Logs;

/// <summary>
/// Puts a log's folder in order before its segments are opened: finishes or forgets an interrupted swap of segments,
/// and removes what belongs to none. The steps are Kafka's, so a folder that either left behind is understood by both.
/// </summary>
internal static class LogFolderSweep
{
    /// <summary>The base offsets of the log's segments, ascending.</summary>
    public static List<Offset> Run(SegmentFolder folder)
    {
        var names = folder.Files.ListFiles(folder.Path);
        var isChanged = DeleteUnfinished(folder, names);
        isChanged |= FinishSwap(folder);
        isChanged |= DeleteOrphans(folder, out var segments);
        if (isChanged)
        {
            folder.Files.FlushFolder(folder.Path);
        }

        return segments;
    }

    // What was still being written, or was already out of the log. Swap files at or behind an unfinished one belong to
    // the same interrupted step and are not complete as a set.
    private static bool DeleteUnfinished(SegmentFolder folder, IReadOnlyList<string> names)
    {
        var firstCleaned = new Offset(long.MaxValue);
        foreach (var name in names)
        {
            if (name.EndsWith(SegmentFileNames.CleanedSuffix, StringComparison.Ordinal)
                && SegmentFileNames.TryParse(name, out var offset, out _))
            {
                firstCleaned = Offset.Min(firstCleaned, offset);
            }
        }

        var isChanged = false;
        foreach (var name in names)
        {
            if (IsUnfinished(name, firstCleaned))
            {
                folder.Files.DeleteFile(Path.Combine(folder.Path, name));
                isChanged = true;
            }
        }

        return isChanged;
    }

    private static bool IsUnfinished(string name, Offset firstCleaned)
    {
        if (name.EndsWith(SegmentFileNames.SwapSuffix, StringComparison.Ordinal))
        {
            return SegmentFileNames.TryParse(name, out var offset, out _) && offset >= firstCleaned;
        }

        return name.EndsWith(SegmentFileNames.DeletedSuffix, StringComparison.Ordinal)
            || name.EndsWith(SegmentFileNames.CleanedSuffix, StringComparison.Ordinal)
            || name.EndsWith(".tmp", StringComparison.Ordinal);
    }

    private static bool FinishSwap(SegmentFolder folder)
    {
        var swaps = new List<string>();
        foreach (var name in folder.Files.ListFiles(folder.Path))
        {
            if (name.EndsWith(SegmentFileNames.SwapSuffix, StringComparison.Ordinal))
            {
                swaps.Add(name);
            }
        }

        if (swaps.Count == 0)
        {
            return false;
        }

        var (start, end) = SegmentSwap.RangeOf(folder, swaps);
        SegmentSwap.DeleteReplaced(folder, start, end);
        foreach (var name in swaps)
        {
            var source = Path.Combine(folder.Path, name);
            folder.Files.Rename(source, source[..^SegmentFileNames.SwapSuffix.Length]);
        }

        return true;
    }

    private static bool DeleteOrphans(SegmentFolder folder, out List<Offset> segments)
    {
        segments = [];
        var indexes = new List<(Offset BaseOffset, string Name)>();
        foreach (var name in folder.Files.ListFiles(folder.Path))
        {
            if (!SegmentFileNames.TryParse(name, out var offset, out var suffix))
            {
                continue;
            }

            if (suffix == SegmentFileNames.LogSuffix)
            {
                segments.Add(offset);
            }
            else if (SegmentFileNames.SegmentSuffixes.Contains(suffix))
            {
                indexes.Add((offset, name));
            }
        }

        segments.Sort();
        var known = segments;
        var orphans = indexes.FindAll(index => known.BinarySearch(index.BaseOffset) < 0);
        orphans.ForEach(orphan => folder.Files.DeleteFile(Path.Combine(folder.Path, orphan.Name)));
        return orphans.Count > 0;
    }
}
