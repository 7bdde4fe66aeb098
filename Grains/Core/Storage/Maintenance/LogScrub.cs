using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Logs;
using Cloud.Core.Storage.Segments;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary>
/// Verifies one log's sealed segments in steps. Between and during steps the log goes on: segments that went, or were
/// replaced by compaction, are passed over. One step at a time, on any thread.
/// </summary>
internal sealed class LogScrub(LogState log)
{
    private Offset _baseOffset = Offset.None;
    private Segment? _segment;
    private int _generation;
    private FilePosition _position;
    private Offset _nextOffset;
    private LeaderEpoch _epoch = LeaderEpoch.None;

    public bool IsFinished { get; private set; }

    /// <summary>Reads about so many bytes, at least one batch. Returns how many.</summary>
    /// <exception cref="LogCorruptException">There is damage; the log has failed.</exception>
    /// <exception cref="StorageException">It cannot be read; after a device error the log has failed.</exception>
    public long Step(long bytesMax)
    {
        try
        {
            return Read(bytesMax);
        }
        catch (Exception error) when (error is LogCorruptException or StorageException)
        {
            IsFinished = true;
            if (error is LogCorruptException or StorageException { Kind: StorageErrorKind.DeviceError })
            {
                log.Durability.Fail(error);
            }

            throw;
        }
    }

    private long Read(long bytesMax)
    {
        var bytes = 0L;
        while (bytes < bytesMax)
        {
            var view = log.View;
            if (FindNext(view) is not { } index)
            {
                IsFinished = true;
                return bytes;
            }

            bytes += ReadSegment(view, index, bytesMax - bytes);
        }

        return bytes;
    }

    // The first sealed segment at or behind where we are. It is read from its front unless it is the very segment that
    // the last step left, in a log that was not cut since.
    private int? FindNext(LogView view)
    {
        var index = Array.FindIndex(view.Segments, segment => segment.BaseOffset >= _baseOffset);
        if (index < 0 || index >= view.Segments.Length - 1)
        {
            return null;
        }

        if (view.Segments[index] != _segment || view.Generation != _generation)
        {
            BeginAt(view.Segments[index].BaseOffset);
            (_segment, _generation) = (view.Segments[index], view.Generation);
        }

        return index;
    }

    private long ReadSegment(LogView view, int index, long bytesMax)
    {
        var segment = view.Segments[index];
        var open = segment.TryAcquire();
        if (open is null)
        {
            // Deleted or replaced: what there is now behind its base offset comes next.
            BeginAt(segment.BaseOffset.Plus(1));
            return 0;
        }

        var start = _position;
        try
        {
            using var scan = new SegmentScan(open.File, segment.Path, new(view.ByteCountOf(index)), _position);
            var isWithinBudget = true;
            while (isWithinBudget && scan.MoveNext(_nextOffset, _epoch))
            {
                (_nextOffset, _epoch) = (scan.Header.NextOffset, scan.Header.PartitionLeaderEpoch);
                _position = scan.Position;
                isWithinBudget = _position.DistanceFrom(start) < bytesMax;
            }

            Judge(view, index, scan);
        }
        finally
        {
            open.Release();
        }

        var bytes = _position.DistanceFrom(start);
        if (_position.Value >= view.ByteCountOf(index))
        {
            BeginAt(segment.BaseOffset.Plus(1));
        }

        return bytes;
    }

    private void Judge(LogView view, int index, SegmentScan scan)
    {
        var isPastEnd = _nextOffset > view.EndOffsetOf(index);
        if (scan.Fault is null && !isPastEnd)
        {
            return;
        }

        // A truncation publishes its view before it cuts the file: a fault seen under the old one says nothing.
        if (log.View.Generation != view.Generation)
        {
            BeginAt(view.Segments[index].BaseOffset);
            return;
        }

        throw scan.Fault is not null
            ? scan.ToException()
            : new LogCorruptException(
                view.Segments[index].Path, _position, $"offset {_nextOffset} lies behind the segment's end");
    }

    private void BeginAt(Offset baseOffset)
    {
        (_baseOffset, _segment) = (baseOffset, null);
        (_position, _nextOffset, _epoch) = (FilePosition.Start, baseOffset, LeaderEpoch.None);
    }
}
