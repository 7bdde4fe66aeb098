using Cloud.Core.Storage.Configuration;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary><c>flush.ms</c>. The flush itself runs on the folder's flusher.</summary>
internal sealed class FlushWork(ILogWriters writers) : ILogWork
{
    public bool Concerns(PartitionLog? open) => open is not null
        && open.Settings.FlushAgeMax < TimeSpan.MaxValue
        && open.FlushedOffset < open.LogEndOffset;

    public Task Run(TopicPartition partition, TopicConfig config, Instant now) =>
        writers.OnWriter(partition, (log, _) =>
        {
            log.FlushIfOld(now);
            return true;
        });
}
