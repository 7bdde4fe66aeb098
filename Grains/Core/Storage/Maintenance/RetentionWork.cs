using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Retention;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary>
/// Retention by time and size, below the high watermark only. Every topic is concerned: whatever its policy, segments
/// below the log start go.
/// </summary>
internal sealed class RetentionWork(ILogWriters writers) : ILogWork
{
    public bool Concerns(PartitionLog? open) => true;

    // Nothing is in a remote tier: a topic that claims to be tiered keeps what it has.
    public Task Run(TopicPartition partition, TopicConfig config, Instant now) =>
        writers.OnWriter(partition, (log, highWatermark) => log.ApplyRetention(
            RetentionLimits.Of(config, log.LogStartOffset, highWatermark, Offset.Zero, now)));
}
