namespace Cloud.Core.Partitions.Broker;

/// <summary>What a broker does with its replicas from time to time.</summary>
public sealed record BrokerOptions
{
    /// <summary><c>replica.high.watermark.checkpoint.interval.ms</c>: Kafka's default.</summary>
    public TimeSpan HighWatermarkCheckpointInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>log.flush.offset.checkpoint.interval.ms</c>: Kafka's default.</summary>
    public TimeSpan RecoveryPointCheckpointInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary><c>log.retention.check.interval.ms</c>: Kafka's default.</summary>
    public TimeSpan RetentionInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Topic settings that the broker's own configuration supplies, by Kafka's keys.</summary>
    public IReadOnlyDictionary<string, string> TopicDefaults { get; init; } = new Dictionary<string, string>();

    /// <summary>The scheduler of each replica; the caller's own, for all of them, when it gives none.</summary>
    public Func<Cloud.Protocol.TopicIdPartition, TaskScheduler?> SchedulerOf { get; init; } = _ => null;
}
