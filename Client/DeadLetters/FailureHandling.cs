namespace Cloud.Client;

/// <summary>
/// Tries to process records until they are done, one way or another, as a <see cref="RetryPolicy"/> says. Stateless but
/// for its parts; any thread.
/// </summary>
/// <param name="forwarder">Null where the policy never passes a record on.</param>
internal sealed class FailureHandling(
    RetryPolicy policy, RetryRoutes routes, RecordForwarder? forwarder, TimeProvider clock, WorkerLog log)
{
    private readonly Backoff _backoff = new(policy.BackoffInPlace, policy.BackoffInPlaceMax);

    /// <summary>
    /// How long a record of a retry topic has yet to wait: at most the topic's delay, whatever its header says, and not
    /// at all in another topic. Zero or less for not at all.
    /// </summary>
    public TimeSpan WaitOf(in ConsumerRecord<byte[]?, byte[]?> record)
    {
        if (!routes.Delays.TryGetValue(record.Topic, out var delay)
            || CauseHeaders.RetryAtOf(record.Headers) is not { } retryAt)
        {
            return TimeSpan.Zero;
        }

        var wait = retryAt - clock.GetUtcNow();
        return wait < delay ? wait : delay;
    }

    /// <summary>Comes back when each record is processed, passed on, or passed over.</summary>
    /// <param name="records">Of one partition; they are processed together.</param>
    /// <param name="process">Processes some of the records: all, or one alone.</param>
    /// <param name="end">When nothing more is tried.</param>
    /// <exception cref="OperationCanceledException">It was given up; nothing is known to be done.</exception>
    public async Task Process(
        ArraySegment<ConsumerRecord<byte[]?, byte[]?>> records,
        Func<ArraySegment<ConsumerRecord<byte[]?, byte[]?>>, CancellationToken, Task> process,
        WorkEnd end)
    {
        if (await Try(records, process, end).ConfigureAwait(false) is not { } failed)
        {
            return;
        }

        if (records.Count == 1)
        {
            await PassOn(records[0], failed, end).ConfigureAwait(false);
            return;
        }

        // Only those that fail alone are passed on.
        for (var index = 0; index < records.Count; index++)
        {
            await Process(records.Slice(index, 1), process, end).ConfigureAwait(false);
        }
    }

    // Null when they are processed; else the last failure.
    private async Task<FailedAttempt?> Try(
        ArraySegment<ConsumerRecord<byte[]?, byte[]?>> records,
        Func<ArraySegment<ConsumerRecord<byte[]?, byte[]?>>, CancellationToken, Task> process,
        WorkEnd end)
    {
        var before = CauseHeaders.AttemptsOf(records[0].Headers);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await process(records, end.Abandoned).ConfigureAwait(false);
                return null;
            }
            catch (Exception failure) when (!end.Abandoned.IsCancellationRequested)
            {
                var isLast = attempt >= policy.AttemptsInPlace
                    || (policy.AttemptsInPlace != RetryPolicy.Endless && policy.IsPermanent(failure));
                var attempts = before > int.MaxValue - attempt ? int.MaxValue : before + attempt;
                log.AttemptFailed(records[0].TopicPartition.ToString(), records[0].Offset.Value, attempts, failure);
                if (isLast)
                {
                    return new(failure, attempts, clock.GetUtcNow());
                }

                await Task.Delay(_backoff.Pause(attempt), clock, end.Ending).ConfigureAwait(false);
            }
        }
    }

    private async Task PassOn(
        ConsumerRecord<byte[]?, byte[]?> record, FailedAttempt failed, WorkEnd end)
    {
        var route = policy.IsPermanent(failed.Exception) ? routes.Last(record.Topic) : routes.Next(record.Topic);
        if (route.Topic is null)
        {
            log.Skipped(record.TopicPartition.ToString(), record.Offset.Value, failed.Attempts, failed.Exception);
            return;
        }

        await forwarder!.Forward(record, failed, route, end).ConfigureAwait(false);
        log.PassedOn(record.TopicPartition.ToString(), record.Offset.Value, route.Topic, failed.Attempts);
    }
}
