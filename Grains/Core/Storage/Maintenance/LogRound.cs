using Cloud.Core.Storage.Manager;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary>
/// Goes over all logs of a broker with one kind of work, some logs at a call. Logs that come or go meanwhile are met by
/// the next round or not at all.
/// </summary>
internal sealed class LogRound(LogManager logs, ILogWriters writers, Timetable timetable, ILogWork work)
{
    private readonly Queue<TopicPartition> _waiting = new();

    public bool IsUnderWay => _waiting.Count > 0;

    public async Task Run(Instant now, int logsMax, List<LogFault> faults, CancellationToken cancellation)
    {
        if (!IsUnderWay && timetable.TryTake(now))
        {
            FindConcerned();
        }

        for (var count = 0; count < logsMax && _waiting.TryDequeue(out var partition);)
        {
            if (cancellation.IsCancellationRequested)
            {
                return;
            }

            logs.TryGetOpen(partition, out var open);
            if (IsConcerned(open) && writers.ConfigOf(partition) is { } config)
            {
                count++;
                await LogFaults.Collect(faults, partition, () => work.Run(partition, config, now));
            }
        }
    }

    // Here nothing is looked up by name: most rounds concern no log at all, and there may be 100,000 to ask.
    private void FindConcerned()
    {
        if (work.TakeDue() is { } due)
        {
            foreach (var partition in due)
            {
                _waiting.Enqueue(partition);
            }

            return;
        }

        foreach (var (partition, open) in logs.Logs)
        {
            if (IsConcerned(open))
            {
                _waiting.Enqueue(partition);
            }
        }
    }

    private bool IsConcerned(PartitionLog? open) => open?.Failure is null && work.Concerns(open);
}
