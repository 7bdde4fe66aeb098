namespace Cloud.Client;

/// <summary>
/// Writes records to topics. <see cref="Producer{TKey,TValue}"/> is the one to use; the interface is for those who put
/// another in its place, in tests for example. Thread-safe: one for the whole process is best.
/// </summary>
public interface IProducer<TKey, TValue> : IAsyncDisposable
{
    /// <summary>
    /// Sends a record and waits until it is written. Records of one caller to one partition keep the order of the
    /// calls, awaited or not.
    /// </summary>
    /// <param name="record">Its headers are not to be changed before the task has completed.</param>
    /// <param name="cancellationToken">
    /// Ends the waiting, not the sending: once the record has its place in a batch it is sent whether anybody waits or
    /// not.
    /// </param>
    /// <returns>Where it was written. As with every value task, to be awaited once.</returns>
    /// <exception cref="ClientException">
    /// It was not written, or is not known to be; the type and message say why.
    /// </exception>
    ValueTask<RecordMetadata> ProduceAsync(
        ProducerRecord<TKey, TValue> record, CancellationToken cancellationToken = default);

    /// <summary>
    /// Hands a record over and does not wait until it is written: only, for at most
    /// <see cref="ProducerOptions.MaxBlock"/>, for room in the buffer and for the topic's metadata. Await it, so that
    /// you are slowed down when the cluster is.
    /// </summary>
    /// <param name="record">Its headers are not to be changed before it is delivered.</param>
    /// <param name="delivered">
    /// Called once when the record was written or has failed, if this method has not thrown. It runs on the producer's
    /// own thread of control: what takes long here keeps it from sending. Null: nobody is told.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting; the record is not sent then.</param>
    /// <exception cref="ClientException">The record could not be taken.</exception>
    ValueTask SendAsync(
        ProducerRecord<TKey, TValue> record,
        Action<DeliveryReport>? delivered = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends at once what was handed over before, without <see cref="ProducerOptions.Linger"/>, and waits until each
    /// record was written or has failed. Whether it has is not told here, but to who sent it.
    /// </summary>
    Task FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The partitions of a topic, waiting for metadata for at most <see cref="ProducerOptions.MaxBlock"/>.
    /// </summary>
    /// <exception cref="ClientException">There is no such topic, or it could not be asked for.</exception>
    ValueTask<IReadOnlyList<KnownPartition>> PartitionsForAsync(
        string topic, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends it without waiting: what was not written yet fails with a <see cref="ClientClosedException"/>. Disposing it
    /// sends everything first, for as long as <see cref="ProducerOptions.DeliveryTimeout"/> lets it.
    /// </summary>
    ValueTask AbortAsync();
}
