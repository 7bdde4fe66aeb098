using Cloud.Core.Storage.Logs;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// One compaction of one log, in small steps: the host calls <see cref="Step"/> (on any one thread at a time), pauses
/// as its throttle says, and has the log's writer call <see cref="Swap"/> whenever a group of segments is ready. It can
/// be given up after any step by disposing it, and after a crash at any point the log is whole: either the old segments
/// or the new.
/// </summary>
internal sealed class CompactionRun : IDisposable
{
    // A step's worth of disk time is a few milliseconds; what is throttled should not come in larger bursts.
    private const long StepBytes = 1024 * 1024;

    private readonly CompactionTarget _target;
    private readonly OffsetMap _map;
    private readonly BatchFilter _filter;
    private readonly CleanedTransactions _transactions = new();
    private readonly Queue<(int FirstIndex, int Count)> _groups = new();
    private MapPass? _mapPass;
    private GroupPass? _groupPass;
    private CompactionStepKind _state;

    public CompactionRun(CompactionTarget target, CompactionPlan plan, BatchFilterOptions options, OffsetMap map)
    {
        (_target, _map) = (target, map);
        _filter = new(map, _transactions, options);
        _mapPass = new(target, plan, map, options.DecompressedBytesMax);
    }

    /// <summary>
    /// Exclusive: once finished, everything below it is compacted. Goes into <c>cleaner-offset-checkpoint</c>.
    /// </summary>
    public Offset CompactedOffset => _map.LatestOffset.Plus(1);

    /// <summary>Works for a little while.</summary>
    /// <exception cref="Files.StorageException">The run is over; the log itself is unharmed.</exception>
    /// <exception cref="LogCorruptException">A sealed segment is damaged: the log is, too.</exception>
    public CompactionStep Step()
    {
        Invariant.Holds(_state is CompactionStepKind.Working);
        var step = _mapPass is not null ? StepMap(_mapPass) : StepGroup();
        _state = step.Kind;
        return step;
    }

    /// <summary>By the log's writer: puts the group that is ready in the place of its segments.</summary>
    /// <returns>False when those are no longer all there; the run is then over.</returns>
    public bool Swap(LogState log)
    {
        Invariant.Holds(_state is CompactionStepKind.ReadyToSwap && _groupPass is not null);
        var firstIndex = FindGroup(log.View, _groupPass);
        if (firstIndex < 0)
        {
            _state = CompactionStepKind.Aborted;
            EndGroup();
            return false;
        }

        _groupPass.Release();
        SegmentSwap.Replace(log, firstIndex, _groupPass.Count);
        ProducerFiles.DeleteStray(log.Folder, log.View);
        EndGroup();
        _state = CompactionStepKind.Working;
        return true;
    }

    public void Dispose()
    {
        _mapPass?.Dispose();
        EndGroup();
        _filter.Dispose();
    }

    private CompactionStep StepMap(MapPass pass)
    {
        var step = pass.Step(StepBytes);
        if (step.Kind is not CompactionStepKind.Finished)
        {
            return step;
        }

        pass.Dispose();
        _mapPass = null;
        PlanGroups();
        return step with { Kind = CompactionStepKind.Working };
    }

    private CompactionStep StepGroup()
    {
        if (_groupPass is null)
        {
            if (!_groups.TryDequeue(out var group))
            {
                return new(CompactionStepKind.Finished, 0);
            }

            _groupPass = new(_target, _filter, _transactions, group.FirstIndex, group.Count);
        }

        var step = _groupPass.Step(StepBytes);
        if (step.Kind is not CompactionStepKind.Finished)
        {
            return step;
        }

        if (_groupPass.IsChanged)
        {
            return step with { Kind = CompactionStepKind.ReadyToSwap };
        }

        // Nothing to gain: the segment stays as it is.
        EndGroup();
        return step with { Kind = CompactionStepKind.Working };
    }

    private void PlanGroups()
    {
        var segments = CompactionSurvey.SegmentsOf(_target.View, SegmentDetail.IndexSize);
        var count = _target.View.IndexOf(_map.LatestOffset) + 1;
        var first = 0;
        var settings = _target.Settings;
        foreach (var size in SegmentGrouping.Group(
            segments.AsSpan(0, count), settings.SegmentBytesMax, settings.SegmentIndexBytesMax))
        {
            _groups.Enqueue((first, size));
            first += size;
        }
    }

    // The very same segments, one after the other: anything else means that the log was cut or emptied meanwhile.
    private int FindGroup(LogView view, GroupPass pass)
    {
        var first = view.IndexOf(_target.View.Segments[pass.FirstIndex].BaseOffset);
        if (first < 0 || first + pass.Count >= view.Segments.Length)
        {
            return -1;
        }

        for (var at = 0; at < pass.Count; at++)
        {
            if (view.Segments[first + at] != _target.View.Segments[pass.FirstIndex + at])
            {
                return -1;
            }
        }

        return first;
    }

    private void EndGroup()
    {
        _groupPass?.Dispose();
        _groupPass = null;
    }
}
