namespace Cloud.Client;

/// <summary>
/// Processes the records of a consumer worker, one at a time. Made anew for each record, in a scope of its own.
/// </summary>
public interface IRecordHandler<TKey, TValue>
{
    /// <summary>
    /// When it has come back the record is done. When it throws, the worker's <see cref="RetryPolicy"/> says what
    /// becomes of the record. A record may come more than once.
    /// </summary>
    /// <param name="record">Its value is null for a tombstone.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the partition went to another member, or the time to stop is up; not when the host begins to
    /// stop.
    /// </param>
    Task HandleAsync(ConsumerRecord<TKey, TValue> record, CancellationToken cancellationToken);
}
