namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// The second pass for one group of neighbouring segments: writes what the filter leaves of them into one new segment,
/// some bytes at a time. Disposing it before <see cref="Release"/> deletes what it wrote.
/// </summary>
internal sealed class GroupPass : IDisposable
{
    private readonly CompactionTarget _target;
    private readonly BatchFilter _filter;
    private readonly CleanedTransactions _transactions;
    private readonly CleanedSegmentWriter _writer;
    private int _index;
    private SegmentReading? _reading;
    private bool _isReleased;

    public GroupPass(
        CompactionTarget target, BatchFilter filter, CleanedTransactions transactions, int firstIndex, int count)
    {
        (_target, _filter, _transactions) = (target, filter, transactions);
        (FirstIndex, Count, _index) = (firstIndex, count, firstIndex);
        IsChanged = count > 1;
        _writer = new(target.Folder, target.View.Segments[firstIndex].BaseOffset, target.Settings.IndexIntervalBytes);
    }

    public int FirstIndex { get; }

    public int Count { get; }

    /// <summary>Whether the new segment differs from the old ones at all.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Reads and writes on. Finished: the new files are complete and on the device.</summary>
    public CompactionStep Step(long stepBytes)
    {
        var moved = 0L;
        while (moved < stepBytes)
        {
            if (_reading is null && !TryOpenNext(out var kind))
            {
                return new(kind, moved);
            }

            if (!_reading!.MoveNext())
            {
                _reading.Dispose();
                _reading = null;
                _index++;
            }
            else if (!TryFilter(ref moved))
            {
                return new(CompactionStepKind.Unreadable, moved);
            }
        }

        return new(CompactionStepKind.Working, moved);
    }

    /// <summary>Closes the new files and gives them to the log: they are not deleted any more.</summary>
    public void Release()
    {
        _isReleased = true;
        _writer.Dispose();
    }

    public void Dispose()
    {
        _reading?.Dispose();
        _reading = null;
        _writer.Dispose();
        if (!_isReleased)
        {
            _isReleased = true;
            _writer.Delete();
        }
    }

    private bool TryOpenNext(out CompactionStepKind kind)
    {
        kind = CompactionStepKind.Finished;
        if (_index == FirstIndex + Count)
        {
            _writer.Finish(_transactions.TakeRetained());
            return false;
        }

        _transactions.Expect(_target.AbortedIn(_index));
        _reading = SegmentReading.TryOpen(_target.View.Segments[_index]);
        kind = CompactionStepKind.Aborted;
        return _reading is not null;
    }

    private bool TryFilter(ref long moved)
    {
        var header = _reading!.Header;
        var filtered = _filter.Filter(_reading.Batch, header, IsLastBatch());

        // A delete horizon can make a batch larger: a segment that was close to 2 GiB may not fit into one file then.
        if (filtered.Kind is FilteredBatchKind.Unreadable || !_writer.HasRoomFor(filtered.Bytes.Length))
        {
            return false;
        }

        IsChanged |= filtered.Kind is not FilteredBatchKind.Kept;
        if (!filtered.Bytes.IsEmpty)
        {
            _writer.Append(filtered.Bytes);
        }

        moved += header.SizeBytes + filtered.Bytes.Length;
        return true;
    }

    private bool IsLastBatch()
    {
        if (!_reading!.IsAtEnd)
        {
            return false;
        }

        for (var later = _index + 1; later < FirstIndex + Count; later++)
        {
            if (_target.View.ByteCountOf(later) > 0)
            {
                return false;
            }
        }

        return true;
    }
}
