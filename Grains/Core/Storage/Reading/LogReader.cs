using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Segments;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Reading;

/// <summary>Reads from a view of a log. Stateless; any thread; never waits for the writer.</summary>
internal static class LogReader
{
    /// <returns>Null when a segment of the view was deleted meanwhile: take the newer view and read again.</returns>
    public static LogRead? TryRead(LogView view, LogReadRequest request)
    {
        var offsets = new LogOffsets(view.LogStartOffset, view.LogEndOffset);
        if (request.Offset < view.LogStartOffset || request.Offset > view.LogEndOffset)
        {
            return new(LogReadStatus.OutOfRange, null, Offset.None, Offset.None, offsets);
        }

        var upperBound = Offset.Min(request.UpperBound, view.LogEndOffset);
        for (var index = view.IndexOf(request.Offset); index < view.Segments.Length; index++)
        {
            // Compaction may have removed everything behind the offset in its segment: then the next one has it.
            if (view.Segments[index].BaseOffset >= upperBound || request.Offset >= upperBound)
            {
                break;
            }

            var open = view.Segments[index].TryAcquire();
            if (open is null)
            {
                return null;
            }

            if (TryReadSegment(view, index, open, request with { UpperBound = upperBound }) is { } read)
            {
                return read;
            }
        }

        return new(LogReadStatus.AtEnd, null, request.Offset, request.Offset, offsets);
    }

    // Consumes the reference to the open file: it goes into the region or is released.
    private static LogRead? TryReadSegment(LogView view, int index, OpenFile open, LogReadRequest request)
    {
        var segment = view.Segments[index];
        var offsets = new LogOffsets(view.LogStartOffset, view.LogEndOffset);
        var end = new FilePosition(view.ByteCountOf(index));
        var isHandedOut = false;
        try
        {
            if (SegmentLookup.FindByOffset(segment, open.File, request.Offset, end) is not { } first)
            {
                return index == view.Segments.Length - 1 || segment.MayHaveGaps
                    ? null
                    : throw new LogCorruptException(segment.Path, end, "the segment ends too early");
            }

            EnsurePlausible(view, index, first, request.Offset);
            var limit = first.Header.BaseOffset >= request.UpperBound
                ? first.Position
                : LimitOf(view, index, open.File, request.UpperBound);
            if (limit <= first.Position)
            {
                return new(LogReadStatus.AtEnd, null, request.Offset, request.Offset, offsets);
            }

            if (first.Header.SizeBytes > request.ByteCountMax && !request.IsAtLeastOneBatch)
            {
                return new(LogReadStatus.OverLimit, null, first.Header.BaseOffset, request.Offset, offsets);
            }

            limit = FilePosition.Min(limit, first.Position.Plus(request.ByteCountMax));
            var last = first.End >= limit ? first : SegmentLookup.LastBatchWithin(segment, open.File, first, limit);
            var byteCount = (int)last.End.DistanceFrom(first.Position);
            isHandedOut = true;
            var region = new FileRegion(open, first.Position, byteCount);
            return new(LogReadStatus.Found, region, first.Header.BaseOffset, last.Header.NextOffset, offsets);
        }
        finally
        {
            if (!isHandedOut)
            {
                open.Release();
            }
        }
    }

    // A batch's base offset is not under its checksum: a damaged one would silently skip records.
    private static void EnsurePlausible(LogView view, int index, in StoredBatch batch, Offset offset)
    {
        var segment = view.Segments[index];
        var isInside = batch.Header.BaseOffset >= segment.BaseOffset
            && batch.Header.LastOffset < view.EndOffsetOf(index);
        if (!isInside || (batch.Header.BaseOffset > offset && !segment.MayHaveGaps))
        {
            throw new LogCorruptException(
                segment.Path, batch.Position, $"offset {batch.Header.BaseOffset} where {offset} was expected");
        }
    }

    // Where the batch that holds the upper bound begins: all batches before it lie wholly below the bound.
    private static FilePosition LimitOf(LogView view, int index, IFile file, Offset upperBound)
    {
        var end = new FilePosition(view.ByteCountOf(index));
        if (upperBound >= view.EndOffsetOf(index))
        {
            return end;
        }

        return SegmentLookup.FindByOffset(view.Segments[index], file, upperBound, end)?.Position ?? end;
    }
}
