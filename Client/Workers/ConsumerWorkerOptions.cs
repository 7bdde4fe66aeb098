namespace Cloud.Client;

/// <summary>How a <see cref="ConsumerWorker{TKey,TValue}"/> works.</summary>
public sealed record ConsumerWorkerOptions
{
    /// <summary>Topics to read, besides the retry topics that <see cref="Retry"/> adds.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>
    /// The consumer's options. Its <see cref="ConsumerOptions.GroupId"/> is needed; <see
    /// cref="ConsumerOptions.EnableAutoCommit"/> is ignored: the worker commits what is done.
    /// </summary>
    public ConsumerOptions Consumer { get; init; } = new();

    /// <summary>
    /// Of the producer that passes failed records on. It is idempotent, waits for all in-sync replicas, and takes
    /// records as large as <see cref="ConsumerOptions.FetchMaxBytes"/>, whatever is said here.
    /// </summary>
    public ProducerOptions Producer { get; init; } = new();

    /// <summary>What happens to records whose processing fails. Default: tried again in place, without end.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Blocking;

    /// <summary>Default: partitions side by side, each in its order.</summary>
    public ProcessingOrder Order { get; init; } = ProcessingOrder.Partition;

    /// <summary>
    /// Of each partition, where the order is by key: how many records are processed side by side. Default 8; 1 or more.
    /// </summary>
    public int LanesPerPartition { get; init; } = 8;

    /// <summary>Records that a handler of batches gets at once, at most. Default 100; 1 or more.</summary>
    public int BatchRecordsMax { get; init; } = 100;

    /// <summary>
    /// Records of a partition that are read and not done; while there are so many the partition is paused. Default
    /// 1,000.
    /// </summary>
    public int UnfinishedRecordsMax { get; init; } = 1000;

    /// <summary>How often what is done is committed. Default 1 s; 1 ms to 49 days.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a partition may have records that wait and none that gets done before the health check tells. Default 1
    /// minute; more than zero.
    /// </summary>
    public TimeSpan StalledAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The pause before a worker that has failed begins again. Default 5 s; zero or more.</summary>
    public TimeSpan RestartPause { get; init; } = TimeSpan.FromSeconds(5);

    internal int Lanes => Order is ProcessingOrder.Key ? LanesPerPartition : 1;

    internal string Name => $"{Consumer.GroupId} of {string.Join(", ", Topics)}";

    /// <exception cref="ClientOptionsException">An option cannot be; it is named.</exception>
    public void Validate()
    {
        OptionRules.NotEmpty(Topics, nameof(Topics));
        OptionRules.Holds(Consumer.GroupId is not null, nameof(Consumer.GroupId), "null", "the name of a group");
        OptionRules.InRange(LanesPerPartition, 1, int.MaxValue, nameof(LanesPerPartition));
        OptionRules.InRange(BatchRecordsMax, 1, int.MaxValue, nameof(BatchRecordsMax));
        OptionRules.InRange(UnfinishedRecordsMax, 1, int.MaxValue, nameof(UnfinishedRecordsMax));
        OptionRules.Interval(CommitInterval, nameof(CommitInterval));
        OptionRules.Positive(StalledAfter, nameof(StalledAfter));
        OptionRules.NotNegative(RestartPause, nameof(RestartPause));
        Retry.Validate();
        Consumer.Validate();
        Producer.Validate();
    }
}
