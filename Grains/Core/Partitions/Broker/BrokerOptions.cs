using Cloud.Core.Storage.Compaction;
using Cloud.Core.Storage.Maintenance;

namespace Cloud.Core.Partitions.Broker;

/// <summary>What a broker does with its replicas from time to time.</summary>
public sealed record BrokerOptions
{
    /// <summary><c>replica.high.watermark.checkpoint.interval.ms</c>: Kafka's default.</summary>
    public TimeSpan HighWatermarkCheckpointInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often what is due on the logs: retention, checkpoints, removal of what was deleted.</summary>
    public MaintenanceOptions Maintenance { get; init; } = new();

    /// <summary>
    /// Limits of compaction, and its secret, which the host draws. Null where nobody compacts: tests without it.
    /// </summary>
    public CompactorOptions? Compactor { get; init; }

    /// <summary>
    /// Defaults of topic settings that the broker's own configuration supplies, by broker keys
    /// (<c>log.retention.hours</c>): what the controller's rules are given as well.
    /// </summary>
    public IReadOnlyDictionary<string, string> TopicDefaults { get; init; } = new Dictionary<string, string>();

    /// <summary>The scheduler of each replica; the caller's own, for all of them, when it gives none.</summary>
    public Func<Cloud.Protocol.TopicIdPartition, TaskScheduler?> SchedulerOf { get; init; } = _ => null;
}
