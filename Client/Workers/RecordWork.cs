namespace Cloud.Client;

/// <summary>What is done with records: by a handler, or by a function.</summary>
/// <param name="IsOfBatches">Whether it takes several records at once, all of one partition.</param>
/// <param name="Handle">
/// Processes them. When it has come back they are done; when it throws, the retry policy says what becomes of them. Its
/// token is cancelled when the partition went to somebody else, or the time to stop is up.
/// </param>
public sealed record RecordWork<TKey, TValue>(
    bool IsOfBatches, Func<IReadOnlyList<ConsumerRecord<TKey, TValue>>, CancellationToken, Task> Handle)
{
    /// <summary>One record at a time.</summary>
    public static RecordWork<TKey, TValue> Each(Func<ConsumerRecord<TKey, TValue>, CancellationToken, Task> handle) =>
        new(IsOfBatches: false, (records, cancellationToken) => handle(records[0], cancellationToken));

    /// <summary>As many records as are there, at most <see cref="ConsumerWorkerOptions.BatchRecordsMax"/>.</summary>
    public static RecordWork<TKey, TValue> Batches(
        Func<IReadOnlyList<ConsumerRecord<TKey, TValue>>, CancellationToken, Task> handle) =>
        new(IsOfBatches: true, handle);
}
