using Cloud.Core.Storage.Files;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Segments;

/// <summary>
/// Walks the batch headers of a file region <c>[start, end)</c> with few reads: a window of bytes is read ahead and
/// serves all headers that lie in it. Looks at headers only; checksums are for <see cref="SegmentScan"/>.
/// </summary>
internal ref struct BatchCursor(IFile file, FilePosition start, FilePosition end, Span<byte> window)
{
    /// <summary>A window that holds some headers of small batches and wastes little on large ones.</summary>
    public const int WindowBytes = 1024;

    private readonly Span<byte> _window = window;
    private FilePosition _windowStart = start;
    private int _windowBytes;

    /// <summary>Where the next batch is expected; after a failed move, where the fault lies.</summary>
    public FilePosition Position { get; private set; } = start;

    public StoredBatch Current { get; private set; }

    /// <summary>True when the last <see cref="MoveNext"/> stopped at bytes that are no whole batch.</summary>
    public bool IsMalformed { get; private set; }

    public bool MoveNext()
    {
        if (Position >= end)
        {
            return false;
        }

        var status = RecordBatchHeader.TryRead(HeaderBytes(), out var header);
        var batch = new StoredBatch(Position, header);
        if (status is not ReadStatus.Done || batch.End > end)
        {
            IsMalformed = true;
            return false;
        }

        Current = batch;
        Position = batch.End;
        return true;
    }

    private ReadOnlySpan<byte> HeaderBytes()
    {
        var skip = Position.DistanceFrom(_windowStart);
        if (skip + RecordBatchLayout.Records > _windowBytes)
        {
            var wanted = (int)Math.Min(_window.Length, end.DistanceFrom(Position));
            _windowBytes = file.Read(_window[..wanted], Position);
            _windowStart = Position;
            skip = 0;
        }

        return _window[(int)skip.._windowBytes];
    }
}
