namespace Cloud.Client;

/// <summary>
/// Processes records of a consumer worker several at a time, those of one partition in their order. Made anew for each
/// batch, in a scope of its own.
/// </summary>
public interface IBatchHandler<TKey, TValue>
{
    /// <summary>
    /// When it has come back all of the records are done. When it throws they come again, as its <see
    /// cref="RetryPolicy"/> says: together, and after the last attempt in place one by one, so that only those that
    /// fail alone are passed on.
    /// </summary>
    /// <param name="records">One or more.</param>
    /// <param name="cancellationToken">As for <see cref="IRecordHandler{TKey,TValue}"/>.</param>
    Task HandleAsync(IReadOnlyList<ConsumerRecord<TKey, TValue>> records, CancellationToken cancellationToken);
}
