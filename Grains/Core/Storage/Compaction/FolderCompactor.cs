using Cloud.Core.Storage.Durability;
using Cloud.Core.Storage.Files;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// Compacts the logs of one data folder, one at a time, the dirtiest first. It has no loop of its own: the owner calls
/// <see cref="CompactDirtiest"/> until there is nothing to do, waits a while, and calls again. Not for several callers
/// at once.
/// </summary>
public sealed class FolderCompactor
{
    private readonly IDiskExecutor _executor;
    private readonly TimeProvider _clock;
    private readonly CompactorOptions _options;
    private readonly CleanerCheckpoint _checkpoint;
    private readonly CompactionThrottle _throttle;
    private readonly HashSet<TopicPartition> _unreadable = [];

    public FolderCompactor(
        string folder, IFileSystem files, IDiskExecutor executor, TimeProvider clock, CompactorOptions options)
    {
        (_executor, _clock, _options) = (executor, clock, options);
        _checkpoint = new(files, folder);
        _throttle = new(options.BytesPerSecondMax);
    }

    /// <summary>
    /// Logs that hold a batch which cannot be read here. They grow until that is mended: worth an alarm.
    /// </summary>
    public IReadOnlyCollection<TopicPartition> Unreadable => _unreadable;

    private Instant Now => Instant.From(_clock.GetUtcNow());

    /// <summary>Compacts the log that needs it most.</summary>
    /// <returns>Null when no log is due.</returns>
    /// <exception cref="StorageException">The disk failed or is full; no log is harmed by it.</exception>
    /// <exception cref="LogCorruptException">A log is damaged; it is left alone from now on.</exception>
    public async Task<CompactionOutcome?> CompactDirtiest(
        IEnumerable<ICompactableLog> logs, CancellationToken cancellation)
    {
        ICompactableLog? dirtiest = null;
        var ratio = -1.0;
        foreach (var log in logs)
        {
            if (log.Config.IsCompacted && !_unreadable.Contains(log.Partition)
                && await PlanOf(log) is { IsDue: true } plan && plan.DirtyRatio > ratio)
            {
                (dirtiest, ratio) = (log, plan.DirtyRatio);
            }
        }

        return dirtiest is null ? null : await Compact(dirtiest, cancellation);
    }

    /// <summary>After a truncation: what was compacted above the offset is gone.</summary>
    public void CutAt(TopicPartition partition, Offset offset) => _checkpoint.CutAt(partition, offset);

    /// <summary>After a deletion, or when an unreadable log has been mended.</summary>
    public void Forget(TopicPartition partition)
    {
        _unreadable.Remove(partition);
        _checkpoint.Forget(partition);
    }

    // Null for a log that has failed: nothing may change it any more.
    private async Task<CompactionPlan?> PlanOf(ICompactableLog log)
    {
        try
        {
            return await log.OnWriter((open, highWatermark) =>
                open.Failure is null ? Plan(log, open, highWatermark) : null);
        }
        catch (LogCorruptException)
        {
            _unreadable.Add(log.Partition);
            throw;
        }
    }

    private CompactionPlan Plan(ICompactableLog log, PartitionLog open, Offset highWatermark) =>
        CompactionPlanner.Plan(CompactionSurvey.FactsOf(
            open.State, log.Config, highWatermark, _checkpoint.Of(log.Partition), Now));

    private async Task<CompactionOutcome> Compact(ICompactableLog log, CancellationToken cancellation)
    {
        try
        {
            using var run = await log.OnWriter((open, highWatermark) => Start(log, open, highWatermark));
            var (kind, movedBytes) = await RunToEnd(log, run, cancellation);
            if (kind is CompactionStepKind.Finished)
            {
                _checkpoint.Save(log.Partition, run.CompactedOffset);
            }
            else if (kind is CompactionStepKind.Unreadable)
            {
                _unreadable.Add(log.Partition);
            }

            var isFinished = kind is CompactionStepKind.Finished;
            return new(log.Partition, isFinished, _checkpoint.Of(log.Partition), movedBytes);
        }
        catch (LogCorruptException)
        {
            _unreadable.Add(log.Partition);
            throw;
        }
    }

    private CompactionRun Start(ICompactableLog log, PartitionLog open, Offset highWatermark)
    {
        var plan = Plan(log, open, highWatermark);
        var hasher = new KeyHasher(_options.KeySecret.Low, _options.KeySecret.High);
        var keysExpected = Math.Max(0, plan.EndOffset.DistanceFrom(plan.FirstDirtyOffset));
        return new(
            CompactionSurvey.TargetOf(open.State),
            plan,
            CompactionSurvey.FilterOptionsOf(open.State, log.Config, Now),
            new OffsetMap(hasher, keysExpected, _options.MapBytesMax));
    }

    private async Task<CompactionStep> RunToEnd(ICompactableLog log, CompactionRun run, CancellationToken cancellation)
    {
        var movedBytes = 0L;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var step = await _executor.Run(run.Step);
            movedBytes += step.MovedBytes;
            if (step.Kind is CompactionStepKind.ReadyToSwap)
            {
                var isSwapped = await log.OnWriter((open, _) => run.Swap(open.State));
                step = step with { Kind = isSwapped ? CompactionStepKind.Working : CompactionStepKind.Aborted };
            }

            if (step.Kind is not CompactionStepKind.Working)
            {
                return step with { MovedBytes = movedBytes };
            }

            var pause = _throttle.Charge(step.MovedBytes, Now);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, _clock, cancellation);
            }
        }
    }
}
