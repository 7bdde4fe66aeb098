using Cloud.Protocol;

namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// Divides a log into what is compacted, what is dirty, and what may not be touched: the active segment, what is not
/// stable, and what is younger than <c>min.compaction.lag.ms</c>. Pure.
/// </summary>
internal static class CompactionPlanner
{
    public static CompactionPlan Plan(CompactionFacts facts)
    {
        var logEndOffset = facts.Segments[^1].EndOffset;
        var hasCheckpoint = facts.CheckpointOffset >= Offset.Zero;
        var isCheckpointWrong = hasCheckpoint &&
            (facts.CheckpointOffset < facts.LogStartOffset || facts.CheckpointOffset > logEndOffset);

        // A checkpoint beyond the end is what damage leaves: then nothing of the log is known to be compacted.
        var firstDirty = hasCheckpoint && !isCheckpointWrong ? facts.CheckpointOffset : facts.LogStartOffset;
        var end = EndOf(facts, firstDirty);
        var (cleanBytes, dirtyBytes) = Measure(facts.Segments, firstDirty, end);
        return new()
        {
            FirstDirtyOffset = firstDirty,
            EndOffset = end,
            CleanBytes = cleanBytes,
            DirtyBytes = dirtyBytes,
            Overdue = OverdueOf(facts, firstDirty),
            DirtyRatioMin = facts.Config.MinCleanableDirtyRatio,
            IsCheckpointWrong = isCheckpointWrong,
        };
    }

    /// <summary>Of the logs that are due the dirtiest; null when none is.</summary>
    public static TLog? Dirtiest<TLog>(IEnumerable<(TLog Log, CompactionPlan Plan)> logs)
        where TLog : class
    {
        TLog? dirtiest = null;
        var ratio = -1.0;
        foreach (var (log, plan) in logs)
        {
            if (plan.IsDue && plan.DirtyRatio > ratio)
            {
                (dirtiest, ratio) = (log, plan.DirtyRatio);
            }
        }

        return dirtiest;
    }

    private static Offset EndOf(CompactionFacts facts, Offset firstDirty)
    {
        var youngest = facts.Now.Plus(-facts.Config.MinCompactionLag);
        for (var at = 0; at < facts.Segments.Count - 1; at++)
        {
            var segment = facts.Segments[at];
            var isDirty = segment.EndOffset > firstDirty;
            var isYoung = facts.Config.MinCompactionLag > TimeSpan.Zero && segment.MaxTimestamp > youngest;
            if (segment.EndOffset > facts.LastStableOffset || (isDirty && isYoung))
            {
                return segment.BaseOffset;
            }
        }

        return facts.Segments[^1].BaseOffset;
    }

    private static (long Clean, long Dirty) Measure(
        IReadOnlyList<CompactionSegment> segments, Offset firstDirty, Offset end)
    {
        var (clean, dirty) = (0L, 0L);
        foreach (var segment in segments)
        {
            if (segment.EndOffset <= firstDirty)
            {
                clean += segment.SizeBytes;
            }
            else if (segment.BaseOffset < end)
            {
                dirty += segment.SizeBytes;
            }
        }

        return (clean, dirty);
    }

    private static TimeSpan OverdueOf(CompactionFacts facts, Offset firstDirty)
    {
        var oldest = new Instant(long.MaxValue);
        for (var at = 0; at < facts.Segments.Count - 1; at++)
        {
            var segment = facts.Segments[at];
            if (segment.EndOffset > firstDirty && segment.FirstTimestamp.Milliseconds > 0)
            {
                oldest = new(Math.Min(oldest.Milliseconds, segment.FirstTimestamp.Milliseconds));
            }
        }

        var overdue = facts.Now.Since(oldest.Plus(facts.Config.MaxCompactionLag));
        return overdue > TimeSpan.Zero ? overdue : TimeSpan.Zero;
    }
}
