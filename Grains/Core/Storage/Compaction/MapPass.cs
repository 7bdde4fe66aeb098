using Cloud.Protocol;

namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// The first pass of a compaction: reads the dirty segments into the offset map, some bytes at a time.
/// </summary>
internal sealed class MapPass : IDisposable
{
    private readonly CompactionTarget _target;
    private readonly OffsetMapFiller _filler;
    private readonly int _endIndex;
    private int _index;
    private SegmentReading? _reading;

    public MapPass(CompactionTarget target, CompactionPlan plan, OffsetMap map, int decompressedBytesMax)
    {
        _target = target;
        _filler = new(map, plan.FirstDirtyOffset, decompressedBytesMax);
        _index = Math.Max(target.View.IndexOf(plan.FirstDirtyOffset), 0);
        _endIndex = target.View.IndexOf(plan.EndOffset.Plus(-1)) + 1;
        Invariant.Holds(_endIndex < target.View.Segments.Length);
    }

    /// <summary>
    /// Reads on, to no more than a little over <paramref name="stepBytes"/>. Finished: the map is made.
    /// </summary>
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
                EndSegment();
                continue;
            }

            moved += _reading.Header.SizeBytes;
            var fill = _filler.Add(_reading.Batch, _reading.Header);
            if (fill is not OffsetMapFill.Added)
            {
                var isFull = fill is OffsetMapFill.Full;
                return new(isFull ? CompactionStepKind.Finished : CompactionStepKind.Unreadable, moved);
            }
        }

        return new(CompactionStepKind.Working, moved);
    }

    public void Dispose()
    {
        _reading?.Dispose();
        _filler.Dispose();
    }

    private bool TryOpenNext(out CompactionStepKind kind)
    {
        kind = CompactionStepKind.Finished;
        if (_index >= _endIndex)
        {
            return false;
        }

        _filler.Transactions.Expect(_target.AbortedIn(_index));
        _reading = SegmentReading.TryOpen(_target.View.Segments[_index]);
        kind = CompactionStepKind.Aborted;
        return _reading is not null;
    }

    private void EndSegment()
    {
        _reading!.Dispose();
        _reading = null;
        _filler.EndSegment(_target.View.EndOffsetOf(_index));
        _index++;
    }
}
