using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary><c>flush.ms</c>. The flush itself runs on the folder's flusher.</summary>
internal sealed class FlushWork(LogManager logs, ILogWriters writers) : ILogWork
{
    // A round a second is too many to look at every log in each.
    public IEnumerable<TopicPartition> TakeDue() => logs.TakeAwaitingFlush();

    public bool Concerns(PartitionLog? open) => open is not null;

    public Task Run(TopicPartition partition, TopicConfig config, Instant now) =>
        writers.OnWriter(partition, (log, _) =>
        {
            log.FlushIfOld(now);
            return true;
        });
}
