using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>
/// Decides what becomes of batches: written, sent again, cut in two, or failed. Only the sender's. The rules are those
/// of Kafka's Java client (KIP-91, KIP-98, KIP-360, KIP-951).
/// </summary>
internal sealed class BatchEndings(
    ClusterClient cluster,
    ProducerOptions options,
    RecordAccumulator accumulator,
    DeliveryReporter reporter,
    bool isIdempotent)
{
    private readonly ProducerClock _clock = new(options.Clock);
    private readonly Backoff _backoff = new(options.RetryBackoff, options.RetryBackoffMax);

    /// <summary>Partitions whose sequences have something to be settled.</summary>
    public HashSet<PartitionQueue> Unsettled { get; } = [];

    /// <summary>Something was sent to where it does not belong, or nobody was there.</summary>
    public bool NeedsMetadata { get; set; }

    /// <summary>Why nothing can be sent any more; null while it can.</summary>
    public ClientException? Fatal { get; private set; }

    public void End(ProduceCall call, long now)
    {
        if (call.Reply is { } reply)
        {
            EndAnswered(call, reply.Response, now);
        }

        while (call.TakeUnanswered() is { } batch)
        {
            EndUnanswered(call, batch, now);
        }
    }

    /// <summary>It has had its time, wherever it is.</summary>
    public void Expire(ProducerBatch batch)
    {
        var queue = batch.Queue;
        var reason = batch.LastError is null ? "" : $" Last: {batch.LastError.Message}";
        var error = new RequestTimeoutException(
            $"{batch.RecordCount} records for {queue.Partition} were not written within "
            + $"{options.DeliveryTimeout.TotalSeconds} s (DeliveryTimeout).{reason}",
            batch.LastError);
        Abort(batch, error);
    }

    /// <summary>It will not be sent, or sent again, wherever it is.</summary>
    public void Abort(ProducerBatch batch, ClientException error)
    {
        if (batch.IsInFlight)
        {
            // Its memory is still being read; the rest follows when the request has ended.
            SetUnresolved(batch.Queue);
            Tell(batch, BatchOutcome.Failed(error));
            return;
        }

        batch.Queue.Remove(batch);
        if (batch.Order >= 0)
        {
            GiveUpUnknown(batch);
        }

        Tell(batch, BatchOutcome.Failed(error));
        accumulator.Free(batch);
    }

    private void EndAnswered(ProduceCall call, ProduceResponse response, long now)
    {
        call.Link.MutedUntil = response.ThrottleTime > TimeSpan.Zero ? _clock.After(now, response.ThrottleTime) : 0;
        foreach (var topic in response.Responses)
        {
            foreach (var partition in topic.PartitionResponses)
            {
                if (call.Take(topic, partition.Index) is { } batch)
                {
                    End(batch, partition, response, now);
                }
            }
        }
    }

    private void EndUnanswered(ProduceCall call, ProducerBatch batch, long now)
    {
        if (call.Failure is null && options.Acks is Acks.None)
        {
            Succeed(batch, BatchOutcome.Somewhere);
            return;
        }

        RetryOrFail(
            batch,
            call.Failure ?? new MalformedResponseException($"The broker's answer leaves out {batch.Queue.Partition}."),
            now);
    }

    private void End(
        ProducerBatch batch,
        ProduceResponse.PartitionProduceResponse answer,
        ProduceResponse response,
        long now)
    {
        switch (answer.Error)
        {
            case KafkaError.None:
                Succeed(batch, BatchOutcome.Written(answer.BaseOffset, answer.LogAppendTime));
                break;
            case KafkaError.DuplicateSequenceNumber:
                // The broker has it, but not any more where.
                Succeed(batch, BatchOutcome.Somewhere);
                break;
            case KafkaError.MessageTooLarge or KafkaError.RecordListTooLarge
                when batch is { RecordCount: > 1, IsDone: false }:
                Split(batch);
                break;
            default:
                LearnLeader(batch, answer.CurrentLeader, response);
                RetryOrFail(batch, ErrorOf(batch, answer), now, RecordErrorsOf(batch, answer));
                break;
        }
    }

    private void Succeed(ProducerBatch batch, BatchOutcome outcome)
    {
        batch.Queue.Progress.Acknowledge(batch);
        Settle(batch.Queue);
        Tell(batch, outcome);
        accumulator.Free(batch);
    }

    private void Split(ProducerBatch batch)
    {
        var split = new BatchSplit(batch, accumulator.Batches.Rent);
        batch.MoveTo(split);
        batch.Queue.Progress.Replace(batch, split.Parts);
        accumulator.Incomplete.Replace(batch, split.Parts);
        split.Parts.ForEach(Requeue);
        // Its memory belongs to the parts now.
        accumulator.Batches.Return(batch);
    }

    private void RetryOrFail(
        ProducerBatch batch,
        ClientException error,
        long now,
        IReadOnlyDictionary<int, ClientException>? recordErrors = null)
    {
        if (batch.IsDone)
        {
            // It was given up while it was under way.
            GiveUpUnknown(batch);
            accumulator.Free(batch);
            return;
        }

        if (batch.Attempts < options.Retries && MayRetry(batch, error))
        {
            Retry(batch, error, now);
            return;
        }

        Fail(batch, error, recordErrors);
    }

    private bool MayRetry(ProducerBatch batch, ClientException error)
    {
        if (!isIdempotent || error.Error is not (KafkaError.UnknownProducerId or KafkaError.OutOfOrderSequenceNumber
            or KafkaError.InvalidProducerEpoch))
        {
            return error.IsRetriable;
        }

        if (batch.Identity != batch.SentIdentity)
        {
            // Refused under sequences that have passed meanwhile.
            return true;
        }

        // With others open before it, it was only too early. The first one shows that the broker misses what came
        // before.
        if (batch.Queue.Progress.IsFirst(batch))
        {
            batch.Queue.Progress.NeedsNewEpoch = true;
            Unsettled.Add(batch.Queue);
        }

        return error.Error is not KafkaError.InvalidProducerEpoch;
    }

    private void Retry(ProducerBatch batch, ClientException error, long now)
    {
        NeedsMetadata = true;
        batch.Attempts++;
        batch.LastError = error;
        var leader = cluster.Metadata.Snapshot.Find(batch.Queue.Partition);
        var isElsewhere = leader is { HasLeader: true } && leader.LeaderEpoch > batch.SentLeaderEpoch;
        batch.RetryAt = isElsewhere ? now : _clock.After(now, _backoff.Pause(batch.Attempts));
        cluster.Log.BatchRetried(batch.Queue.Partition.ToString(), batch.Attempts, error.Message);
        Requeue(batch);
    }

    private void Fail(
        ProducerBatch batch, ClientException error, IReadOnlyDictionary<int, ClientException>? recordErrors)
    {
        if (isIdempotent && batch.Attempts < options.Retries && batch.Queue.Progress.IsFirst(batch))
        {
            // The broker has said that it does not have it: what follows must not wait for it. With others open before
            // it sequences do not begin anew yet: the broker may have those, and would take them again under new ones.
            batch.Queue.Progress.GiveUp(batch);
            batch.Queue.Progress.NeedsNewEpoch = true;
            Unsettled.Add(batch.Queue);
        }
        else
        {
            GiveUpUnknown(batch);
        }

        if (error.Error is KafkaError.ClusterAuthorizationFailed or KafkaError.ProducerFenced)
        {
            Fatal ??= error;
        }

        Tell(batch, BatchOutcome.Failed(error, recordErrors));
        accumulator.Free(batch);
    }

    private void GiveUpUnknown(ProducerBatch batch)
    {
        batch.Queue.Progress.GiveUp(batch);
        SetUnresolved(batch.Queue);
    }

    private void SetUnresolved(PartitionQueue queue)
    {
        if (isIdempotent)
        {
            queue.Progress.IsUnresolved = true;
            Unsettled.Add(queue);
        }
    }

    private void Settle(PartitionQueue queue)
    {
        if (queue.Progress.NeedsNewEpoch || queue.Progress.IsUnresolved)
        {
            Unsettled.Add(queue);
        }
    }

    private void Requeue(ProducerBatch batch)
    {
        if (batch.Queue.Return(batch))
        {
            accumulator.Activated.Enqueue(batch.Queue);
        }
    }

    private void Tell(ProducerBatch batch, in BatchOutcome outcome)
    {
        if (!batch.IsDone)
        {
            ClientMetrics.Sent(batch.Queue.Partition, batch.RecordCount, outcome.Error);
        }

        if (outcome.Error is { } error && !batch.IsDone)
        {
            cluster.Log.BatchFailed(batch.RecordCount, batch.Queue.Partition.ToString(), error.Message);
        }

        batch.Complete(outcome, reporter);

        // Only now, so that who has waited for a flush has been told of every record.
        accumulator.Incomplete.Remove(batch);
    }

    private void LearnLeader(
        ProducerBatch batch, ProduceResponse.LeaderIdAndEpoch? leader, ProduceResponse response)
    {
        if (leader is { LeaderId.Value: >= 0 })
        {
            var endpoint = response.NodeEndpoints.FirstOrDefault(node => node.NodeId == leader.LeaderId);
            cluster.Metadata.Learn(
                batch.Queue.Partition,
                leader.LeaderId,
                leader.LeaderEpoch,
                endpoint is null ? null : new(endpoint.NodeId, endpoint.Host, endpoint.Port, endpoint.Rack));
        }
    }

    private static ClientException ErrorOf(
        ProducerBatch batch, ProduceResponse.PartitionProduceResponse answer)
    {
        var what = $"{batch.RecordCount} records of {batch.SizeBytes} bytes for {batch.Queue.Partition}";
        var isOfOneRecord = batch.RecordCount > 1 && !answer.RecordErrors.IsDefaultOrEmpty;
        return ClientErrors.Of(
            answer.Error,
            what,
            isOfOneRecord
                ? "Another record of the batch was refused, and all with it. " + answer.ErrorMessage
                : answer.ErrorMessage);
    }

    // The records for which the batch was refused are told why; the others, that it was not for them.
    private static Dictionary<int, ClientException>? RecordErrorsOf(
        ProducerBatch batch, ProduceResponse.PartitionProduceResponse answer) =>
        answer.RecordErrors.IsDefaultOrEmpty
            ? null
            : answer.RecordErrors.DistinctBy(record => record.BatchIndex).ToDictionary(
                record => record.BatchIndex,
                record => ClientErrors.Of(
                    answer.Error,
                    $"A record for {batch.Queue.Partition}",
                    record.BatchIndexErrorMessage ?? answer.ErrorMessage));
}
