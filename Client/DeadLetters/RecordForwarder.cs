namespace Cloud.Client;

/// <summary>
/// Passes failed records on to the next topic. Comes back only when that is acknowledged by all in-sync replicas,
/// however long it takes: a record that could not be passed on is not done. What no further attempt can mend is thrown.
/// </summary>
internal sealed class RecordForwarder(
    IProducer<byte[]?, byte[]?> producer, string group, Backoff backoff, TimeProvider clock, WorkerLog log)
{
    /// <exception cref="ClientException">
    /// It can never succeed, or not with this producer: the record is too large, the topic refuses it, the producer was
    /// fenced.
    /// </exception>
    public async Task Forward(
        ConsumerRecord<byte[]?, byte[]?> record,
        FailedAttempt failed,
        RetryRoute route,
        WorkEnd end)
    {
        var retryAt = route.Delay is { } delay ? failed.Time + delay : (DateTimeOffset?)null;
        var passed = new ProducerRecord<byte[]?, byte[]?>(route.Topic!, record.Key, record.Value)
        {
            // Without a timestamp, it is now: by one of the past, retention could delete it before it is read.
            Headers = CauseHeaders.Of(record, failed, group, retryAt),
        };
        for (var failures = 1; ; failures++)
        {
            try
            {
                await producer.ProduceAsync(passed, end.Abandoned).ConfigureAwait(false);
                return;
            }
            catch (ClientException failure) when (failure.IsRetriable && !end.Abandoned.IsCancellationRequested)
            {
                log.NotForwarded(record.TopicPartition.ToString(), record.Offset.Value, route.Topic!, failure);
                await Task.Delay(backoff.Pause(failures), clock, end.Ending).ConfigureAwait(false);
            }
        }
    }
}
