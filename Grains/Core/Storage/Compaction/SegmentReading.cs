using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Segments;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// Reads a sealed segment batch by batch, checksums verified, holding its file open meanwhile. Single caller.
/// </summary>
internal sealed class SegmentReading : IDisposable
{
    private readonly OpenFile _open;
    private readonly SegmentScan _scan;
    private readonly FilePosition _end;
    private Offset _expectedOffset;
    private LeaderEpoch _epoch = LeaderEpoch.None;

    private SegmentReading(Segment segment, OpenFile open)
    {
        _open = open;
        _end = segment.End;
        _scan = new(open.File, segment.Path, _end);
        _expectedOffset = segment.BaseOffset;
    }

    public RecordBatchHeader Header => _scan.Header;

    /// <summary>Borrowed until the next move.</summary>
    public ReadOnlySpan<byte> Batch => _scan.Batch;

    /// <summary>Whether the current batch is the segment's last one.</summary>
    public bool IsAtEnd => _scan.Position >= _end;

    /// <summary>Null when the segment is no longer part of the log.</summary>
    public static SegmentReading? TryOpen(Segment segment)
    {
        var open = segment.TryAcquire();
        return open is null ? null : new(segment, open);
    }

    /// <exception cref="LogCorruptException">
    /// A sealed segment holds whole and good batches only, or is damaged.
    /// </exception>
    public bool MoveNext()
    {
        if (!_scan.MoveNext(_expectedOffset, _epoch))
        {
            return _scan.Fault is null ? false : throw _scan.ToException();
        }

        _expectedOffset = _scan.Header.NextOffset;
        _epoch = _scan.Header.PartitionLeaderEpoch;
        return true;
    }

    public void Dispose()
    {
        _scan.Dispose();
        _open.Release();
    }
}
