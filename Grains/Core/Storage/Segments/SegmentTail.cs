using Cloud.Core.Storage.Files;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Segments;

/// <summary>
/// What the headers behind the last index entries say about a segment: where it ends, and its largest timestamp.
/// </summary>
internal readonly record struct SegmentTail
{
    /// <summary>Exclusive; the base offset of an empty segment.</summary>
    public required Offset EndOffset { get; init; }

    public required Instant FirstTimestamp { get; init; }

    public required Instant MaxTimestamp { get; init; }

    public required Offset OffsetOfMaxTimestamp { get; init; }

    /// <summary>
    /// Reads few bytes: the first header and those behind the last index entry, up to the end.
    /// </summary>
    /// <exception cref="LogCorruptException">The tail is not made of whole batches.</exception>
    public static SegmentTail Read(Segment segment, FilePosition end)
    {
        if (end == FilePosition.Start)
        {
            return new()
            {
                EndOffset = segment.BaseOffset,
                FirstTimestamp = Instant.None,
                MaxTimestamp = Instant.None,
                OffsetOfMaxTimestamp = segment.BaseOffset,
            };
        }

        var open = segment.Acquire();
        try
        {
            return Scan(segment, open.File, end);
        }
        finally
        {
            open.Release();
        }
    }

    private static SegmentTail Scan(Segment segment, IFile file, FilePosition end)
    {
        var indexes = segment.Indexes();
        var (maxTimestamp, maxOffset) = LastEntry(segment, indexes);

        // Behind the last entry of either index: a time index that ends too early must not hide a later maximum.
        var lastTimed = indexes.Times.Count == 0
            ? FilePosition.Start
            : indexes.Floor(segment.RelativeOffset(maxOffset));
        var start = FilePosition.Min(lastTimed, indexes.FloorByPosition(end.Plus(-1)));
        Span<byte> window = stackalloc byte[BatchCursor.WindowBytes];
        var cursor = new BatchCursor(file, start, end, window);
        RecordBatchHeader last = default;
        while (cursor.MoveNext())
        {
            last = cursor.Current.Header;
            if (last.MaxTimestamp > maxTimestamp)
            {
                (maxTimestamp, maxOffset) = (last.MaxTimestamp, last.LastOffset);
            }
        }

        if (cursor.IsMalformed || last.BaseOffset < segment.BaseOffset)
        {
            throw new LogCorruptException(
                segment.Path, cursor.Position, "the segment does not end with a record batch");
        }

        return new()
        {
            EndOffset = last.NextOffset,
            FirstTimestamp = FirstTimestampOf(file, end),
            MaxTimestamp = maxTimestamp,
            OffsetOfMaxTimestamp = maxOffset,
        };
    }

    private static (Instant MaxTimestamp, Offset LastOffset) LastEntry(Segment segment, SegmentIndexes indexes)
    {
        var times = indexes.Times;
        if (times.Count == 0)
        {
            return (Instant.None, segment.BaseOffset);
        }

        var entry = times[times.Count - 1];
        return (new(entry.Timestamp), segment.BaseOffset.Plus(entry.RelativeOffset));
    }

    private static Instant FirstTimestampOf(IFile file, FilePosition end)
    {
        Span<byte> window = stackalloc byte[RecordBatchLayout.Records];
        var cursor = new BatchCursor(file, FilePosition.Start, end, window);
        return cursor.MoveNext() ? cursor.Current.Header.MaxTimestamp : Instant.None;
    }
}
