namespace Cloud.Core.Storage.Manager;

/// <summary>Limits of one data folder.</summary>
public sealed record DataFolderOptions
{
    /// <summary>
    /// Segment files kept open. Half of the usual limit of 1,048,576 handles would do; far fewer are ever busy.
    /// </summary>
    public int OpenFilesMax { get; init; } = 10_000;

    /// <summary>
    /// Flushes of different logs under way at once: a file system joins them into one commit of its journal. With 32
    /// busy logs on ext4, 16 lanes flush about twice as many as 4; beyond that the gain is within the noise.
    /// </summary>
    public int FlushLanesMax { get; init; } = 16;

    /// <summary>
    /// Logs opened at once on start: <c>num.recovery.threads.per.data.dir</c>, whose default in Kafka 4 is 2.
    /// </summary>
    public int RecoveryParallelism { get; init; } = 2;

    /// <summary><c>producer.id.expiration.ms</c>: one day.</summary>
    public TimeSpan ProducerExpiration { get; init; } = TimeSpan.FromDays(1);
}
