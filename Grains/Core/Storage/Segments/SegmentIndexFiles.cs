using Cloud.Core.Storage.Files;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Segments;

/// <summary>
/// Reads and writes the <c>.index</c> and <c>.timeindex</c> of a segment. What cannot be believed is rebuilt.
/// </summary>
internal static class SegmentIndexFiles
{
    // 2^31 relative offsets at one entry each could not be more; Kafka's own default is 10 MiB.
    private const int IndexBytesMax = 256 * 1024 * 1024;

    public static SegmentIndexes Load(SegmentFolder folder, Segment segment, out bool isRebuilt)
    {
        var offsets = TryLoad<OffsetIndexEntry>(folder, segment.BaseOffset, SegmentFileNames.OffsetIndexSuffix);
        var times = TryLoad<TimeIndexEntry>(folder, segment.BaseOffset, SegmentFileNames.TimeIndexSuffix);
        isRebuilt = offsets is null || times is null || PointsBehind(offsets, segment.ByteCount);
        return isRebuilt ? Rebuild(segment) : new(offsets!, times!);
    }

    /// <summary>Builds the indexes from the headers of the log file.</summary>
    /// <exception cref="LogCorruptException">The file is not a run of whole batches.</exception>
    public static SegmentIndexes Rebuild(Segment segment, int indexIntervalBytes = IndexBuilder.DefaultIntervalBytes)
    {
        var indexes = new SegmentIndexes();
        var builder = new IndexBuilder(segment.BaseOffset, indexIntervalBytes);
        var open = segment.Acquire();
        try
        {
            Span<byte> window = stackalloc byte[BatchCursor.WindowBytes];
            var cursor = new BatchCursor(open.File, FilePosition.Start, segment.End, window);
            while (cursor.MoveNext())
            {
                builder.Add(indexes, cursor.Current);
            }

            if (cursor.IsMalformed)
            {
                throw new LogCorruptException(segment.Path, cursor.Position, "not a record batch");
            }
        }
        finally
        {
            open.Release();
        }

        builder.Seal(indexes);
        return indexes;
    }

    public static void Save(SegmentFolder folder, Segment segment, SegmentIndexes indexes, bool isFlushed)
    {
        Write(folder, segment.BaseOffset, SegmentFileNames.OffsetIndexSuffix, indexes.Offsets.Span, isFlushed);
        Write(folder, segment.BaseOffset, SegmentFileNames.TimeIndexSuffix, indexes.Times.Span, isFlushed);
    }

    private static IndexTable<TEntry>? TryLoad<TEntry>(SegmentFolder folder, Offset baseOffset, string suffix)
        where TEntry : struct, IIndexEntry<TEntry>
    {
        var bytes = folder.Files.TryReadAll(folder.PathOf(baseOffset, suffix), IndexBytesMax);
        return bytes is not null && IndexFormat.TryDecode<TEntry>(bytes, out var table) ? table : null;
    }

    private static bool PointsBehind(IndexTable<OffsetIndexEntry> offsets, int byteCount) =>
        offsets.Count > 0 && offsets[offsets.Count - 1].Position >= byteCount;

    private static void Write<TEntry>(
        SegmentFolder folder, Offset baseOffset, string suffix, ReadOnlySpan<TEntry> entries, bool isFlushed)
        where TEntry : struct, IIndexEntry<TEntry>
    {
        using var file = folder.Files.Open(folder.PathOf(baseOffset, suffix), FileAccessMode.CreateOrEmpty);
        file.Write(IndexFormat.Encode(entries), FilePosition.Start);
        if (isFlushed)
        {
            file.Flush();
        }
    }
}
