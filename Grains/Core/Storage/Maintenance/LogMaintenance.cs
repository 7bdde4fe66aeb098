using Cloud.Core.Storage.Manager;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary>
/// What is due on all logs of a broker, but for compaction (<see cref="LogCompaction"/>): retention, <c>flush.ms</c>,
/// checkpoints, expiry of producers, removal of deleted files and folders. It has no clock and no threads: the owner of
/// the <see cref="LogManager"/> calls <see cref="Run"/> about once a second, one call at a time, and says what time it
/// is. What changes a log runs on that log's writer.
/// </summary>
public sealed class LogMaintenance
{
    private readonly LogManager _logs;
    private readonly MaintenanceOptions _options;
    private readonly LogRound[] _rounds;
    private readonly Timetable _checkpoints;
    private readonly Timetable _folderDeletions;

    public LogMaintenance(LogManager logs, ILogWriters writers, MaintenanceOptions options)
    {
        (_logs, _options) = (logs, options);
        _checkpoints = new(options.CheckpointInterval, options.InitialDelay);
        _folderDeletions = new(options.DeletionCheckInterval, TimeSpan.Zero);
        _rounds =
        [
            Round(options.FlushCheckInterval, TimeSpan.Zero, new FlushWork(logs, writers)),
            Round(options.RetentionCheckInterval, options.InitialDelay, new RetentionWork(writers)),
            Round(options.ProducerExpirationCheckInterval, options.InitialDelay, new ProducerExpiryWork(writers)),
            Round(options.DeletionCheckInterval, TimeSpan.Zero, new FileRemovalWork(logs, writers)),
        ];

        LogRound Round(TimeSpan interval, TimeSpan initialDelay, ILogWork work) =>
            new(logs, writers, new(interval, initialDelay), work);
    }

    /// <summary>
    /// Does what is due. One call touches a bounded number of logs; the rest of a round follows with the next calls.
    /// Once cancelled it begins nothing more, and leaves the disk to who comes next.
    /// </summary>
    public async Task<MaintenanceOutcome> Run(Instant now, CancellationToken cancellation = default)
    {
        var faults = new List<LogFault>();
        var hasMore = false;
        foreach (var round in _rounds)
        {
            await round.Run(now, _options.LogsPerCallMax, faults, cancellation);
            hasMore |= round.IsUnderWay;
        }

        // After retention: a log start that has moved is saved by the same call.
        if (!cancellation.IsCancellationRequested && _checkpoints.TryTake(now))
        {
            await LogFaults.Collect(faults, partition: null, Checkpoint);
        }

        if (!cancellation.IsCancellationRequested && _folderDeletions.TryTake(now))
        {
            await LogFaults.Collect(faults, partition: null, () => _logs.RemoveDeletions(now));
        }

        return new(hasMore, faults);
    }

    // On the caller, as deleting a log is: both write the same two small files.
    private Task Checkpoint()
    {
        _logs.Checkpoint();
        return Task.CompletedTask;
    }
}
