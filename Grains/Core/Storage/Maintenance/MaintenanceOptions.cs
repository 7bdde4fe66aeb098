namespace Cloud.Core.Storage.Maintenance;

/// <summary>How often each kind of maintenance is due on all logs of a broker. Kafka's names and defaults.</summary>
public sealed record MaintenanceOptions
{
    /// <summary>
    /// <c>log.initial.task.delay.ms</c>: from the first call on, so that a start is not slowed down by it.
    /// </summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>log.retention.check.interval.ms</c>.</summary>
    public TimeSpan RetentionCheckInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// <c>log.flush.scheduler.interval.ms</c>: how exactly <c>flush.ms</c> is kept. Kafka's default is never, which
    /// makes <c>flush.ms</c> do nothing; a second is the least that users set it to.
    /// </summary>
    public TimeSpan FlushCheckInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// <c>log.flush.offset.checkpoint.interval.ms</c>, and <c>log.flush.start.offset.checkpoint.interval.ms</c>, which
    /// has the same default: both checkpoints are saved together.
    /// </summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary><c>producer.id.expiration.check.interval.ms</c>.</summary>
    public TimeSpan ProducerExpirationCheckInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How exactly <c>file.delete.delay.ms</c> is kept. Kafka has a timer for each file; looking now and then costs
    /// less.
    /// </summary>
    public TimeSpan DeletionCheckInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// <c>log.cleaner.backoff.ms</c>: the wait after a look at all compacted logs that found none due.
    /// </summary>
    public TimeSpan CompactionBackoff { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Logs that one call hands to their writers for one kind of work. It bounds a call to some tens of milliseconds
    /// when indexes are in memory; 100,000 logs take 200 calls.
    /// </summary>
    public int LogsPerCallMax { get; init; } = 500;
}
