using Cloud.Core.Storage.Files;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Segments;

/// <summary>Finds batches in a segment by offset or position. Stateless; any thread.</summary>
internal static class SegmentLookup
{
    /// <summary>
    /// The first batch whose last offset is at or above the offset; null when there is none below the end.
    /// </summary>
    /// <exception cref="LogCorruptException">The file itself, not only its index, is wrong there.</exception>
    public static StoredBatch? FindByOffset(Segment segment, IFile file, Offset offset, FilePosition end)
    {
        var start = FilePosition.Min(segment.Indexes().Floor(segment.RelativeOffset(offset)), end);
        if (start > FilePosition.Start && !BeginsAtOrBefore(file, start, end, offset))
        {
            // A wrong index is rebuilt; if the log is what is wrong, the rebuilding says so.
            segment.Use(SegmentIndexFiles.Rebuild(segment));
            start = FilePosition.Min(segment.Indexes().Floor(segment.RelativeOffset(offset)), end);
        }

        Span<byte> window = stackalloc byte[BatchCursor.WindowBytes];
        var cursor = new BatchCursor(file, start, end, window);
        while (cursor.MoveNext())
        {
            if (cursor.Current.Header.LastOffset >= offset)
            {
                return cursor.Current;
            }
        }

        return cursor.IsMalformed
            ? throw new LogCorruptException(segment.Path, cursor.Position, "not a record batch")
            : null;
    }

    /// <summary>
    /// The last batch that ends at or before the limit, walking on from a batch that is known to be one; that batch
    /// itself when even it reaches further.
    /// </summary>
    public static StoredBatch LastBatchWithin(Segment segment, IFile file, StoredBatch first, FilePosition limit)
    {
        var indexed = segment.Indexes().FloorByPosition(limit);
        if (indexed > first.End && TryWalk(file, indexed, limit, out var last))
        {
            return last;
        }

        // The indexed batch reaches beyond the limit, or the entry is wrong: walking from the first needs no index.
        return TryWalk(file, first.Position, limit, out last) ? last : first;
    }

    private static bool BeginsAtOrBefore(IFile file, FilePosition start, FilePosition end, Offset offset)
    {
        Span<byte> window = stackalloc byte[BatchCursor.WindowBytes];
        var cursor = new BatchCursor(file, start, end, window);
        return start == end || (cursor.MoveNext() && cursor.Current.Header.BaseOffset <= offset);
    }

    // True with the last batch that ends within the limit; false when there is none.
    private static bool TryWalk(IFile file, FilePosition start, FilePosition limit, out StoredBatch last)
    {
        last = default;
        var isFound = false;
        Span<byte> window = stackalloc byte[BatchCursor.WindowBytes];
        var cursor = new BatchCursor(file, start, limit, window);
        while (cursor.MoveNext())
        {
            last = cursor.Current;
            isFound = true;
        }

        return isFound;
    }
}
