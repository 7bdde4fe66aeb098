namespace Cloud.Core.Storage.Manager;

/// <summary>Limits of one data folder.</summary>
public sealed record DataFolderOptions
{
    /// <summary>Segment files kept open. Half of the usual limit of 1,048,576 handles would do; far fewer are ever busy.</summary>
    public int OpenFilesMax { get; init; } = 10_000;

    /// <summary>Flushes under way at once: enough to keep a journal's commits shared, few enough to leave reads room.</summary>
    public int FlushLanesMax { get; init; } = 4;

    /// <summary>Logs opened at once on start: <c>num.recovery.threads.per.data.dir</c>, whose default in Kafka 4 is 2.</summary>
    public int RecoveryParallelism { get; init; } = 2;

    /// <summary><c>producer.id.expiration.ms</c>: one day.</summary>
    public TimeSpan ProducerExpiration { get; init; } = TimeSpan.FromDays(1);
}
