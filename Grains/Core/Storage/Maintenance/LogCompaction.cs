using Cloud.Core.Storage.Compaction;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary>
/// Compacts the dirtiest log of each data folder. Apart from <see cref="LogMaintenance"/>, as a compaction may take
/// minutes: it goes in small steps on the folder's disk executor, pauses by the clock as its throttle says, and can be
/// cancelled between steps. The owner calls <see cref="Run"/> again and again, one call at a time; when nothing is due
/// it returns at once. What changes a log runs on that log's writer.
/// </summary>
public sealed class LogCompaction
{
    private readonly ILogWriters _writers;
    private readonly MaintenanceOptions _options;
    private readonly List<FolderCompaction> _folders = [];

    public LogCompaction(
        LogManager logs,
        ILogWriters writers,
        TimeProvider clock,
        CompactorOptions compactor,
        MaintenanceOptions options)
    {
        (_writers, _options) = (writers, options);
        foreach (var folder in logs.Folders)
        {
            _folders.Add(new(folder, new(folder.Path, folder.Files, folder.Executor, clock, compactor)));
        }
    }

    /// <summary>Logs that hold a batch which cannot be read here. They grow until that is mended.</summary>
    public IEnumerable<TopicPartition> Unreadable => _folders.SelectMany(folder => folder.Unreadable);

    public async Task<CompactionRound> Run(Instant now, CancellationToken cancellation)
    {
        var (outcomes, faults) = (new List<CompactionOutcome>(), new List<LogFault>());
        foreach (var folder in _folders)
        {
            await LogFaults.Collect(faults, partition: null, async () =>
            {
                if (await folder.Run(_writers, now, _options.CompactionBackoff, cancellation) is { } outcome)
                {
                    outcomes.Add(outcome);
                }
            });
        }

        return new(outcomes, faults);
    }
}
