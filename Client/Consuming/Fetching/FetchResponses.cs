using System.Buffers;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Records;

namespace Cloud.Client;

/// <summary>Takes answers to fetches apart: records to the buffer, errors to where they are dealt with.</summary>
internal sealed class FetchResponses(
    ClusterClient cluster,
    ConsumerOptions options,
    FetchBuffer buffer,
    MetadataRefresher metadata,
    ConsumerClock clock,
    ConsumerLog log)
{
    /// <summary>Only inside of the table's gate. Disposes the reply when it is not needed any more.</summary>
    public void Take(FetchPlan plan, Reply<FetchResponse> reply)
    {
        var response = reply.Response;
        var byteCount = response.Responses
            .Sum(topic => topic.Partitions.Sum(data => (long)(data.Records?.ByteCount ?? 0)));
        buffer.Reserve(byteCount);
        var frame = new FetchFrame(reply, byteCount, buffer);
        foreach (var topic in response.Responses)
        {
            foreach (var data in topic.Partitions)
            {
                if (plan.Find(topic, data.PartitionIndex) is { } planned && planned.State.IsOf(planned.Version))
                {
                    Take(planned, data, response, frame);
                }
            }
        }

        if (response.Error is not KafkaError.None)
        {
            FailAll(plan, response.Error);
        }

        frame.Release();
        buffer.Notify();
    }

    private void Take(
        PlannedFetch planned, FetchResponse.PartitionData data, FetchResponse response, FetchFrame frame)
    {
        var state = planned.State;
        switch (data.Error)
        {
            case KafkaError.None when data.DivergingEpoch is { } diverging:
                Truncate(planned, diverging);
                break;
            case KafkaError.None:
                TakeRecords(planned, data, frame);
                break;
            case KafkaError.OffsetOutOfRange when !planned.IsFromLeader:
                // The follower may be behind: its leader knows.
                state.PreferredReplica = BrokerId.None;
                Retry(state);
                break;
            case KafkaError.OffsetOutOfRange:
                TakeOutOfRange(planned);
                break;
            case var error when error.IsRetriable() && error is not KafkaError.CorruptMessage:
                Learn(planned, data, response);
                Retry(state);
                break;
            default:
                Fail(planned, data.Error);
                break;
        }
    }

    private void TakeRecords(PlannedFetch planned, FetchResponse.PartitionData data, FetchFrame frame)
    {
        var state = planned.State;
        state.Succeeded();
        state.HighWatermark = data.HighWatermark;
        state.LastStableOffset = data.LastStableOffset;
        if (data.PreferredReadReplica.Value >= 0)
        {
            state.PreferredReplica = data.PreferredReadReplica;
            state.PreferredUntil = clock.Now + options.MetadataMaxAge;
        }

        if (data.Records is not { ByteCount: > 0 } records)
        {
            return;
        }

        Invariant.Holds(records.TryGetMemory(out var sequence));
        var bytes = sequence.IsSingleSegment ? sequence.First : sequence.ToArray();
        var status = FindEnd(bytes.Span, planned.From, out var end);
        if (status is RecordBatchStatus.Incomplete && end == planned.From)
        {
            state.Failure = new ClientException(
                KafkaError.MessageTooLarge,
                $"The record batch at {state.Id}@{end.Offset} is larger than the broker sends at once, "
                + "whatever MaxPartitionFetchBytes and FetchMaxBytes allow.");
            return;
        }

        state.FetchFrom = end;
        frame.Add();
        var aborted = options.IsolationLevel is IsolationLevel.ReadCommitted
            ? new AbortedTransactions(data.AbortedTransactions ?? [])
            : null;
        buffer.Add(new(state, planned.Version, bytes, frame, aborted)
        {
            HasFault = status is not (RecordBatchStatus.Valid or RecordBatchStatus.Incomplete),
        });
    }

    // Headers only: the batches are looked into when they are handed out.
    private static RecordBatchStatus FindEnd(ReadOnlySpan<byte> bytes, FetchPosition from, out FetchPosition end)
    {
        end = from;
        var batches = new RecordBatches(bytes);
        while (batches.MoveNext())
        {
            var header = batches.Current.Header;
            if (header.NextOffset > end.Offset)
            {
                end = new(header.NextOffset, header.PartitionLeaderEpoch);
            }
        }

        return batches.Status;
    }

    // The leader's log ends this epoch before the place from which was to be fetched, or does not know it at all.
    private void Truncate(PlannedFetch planned, FetchResponse.EpochEndOffset diverging)
    {
        var state = planned.State;
        var position = state.Position;
        if (diverging.EndOffset >= position.Offset && diverging.Epoch >= position.Epoch)
        {
            // Only what was fetched ahead is gone, and nobody has seen it.
            state.Refetch();
            return;
        }

        var cut = new FetchPosition(Offset.Min(diverging.EndOffset, position.Offset), diverging.Epoch);
        if (options.ResetOf(state.Id.Topic).Kind is OffsetResetKind.None)
        {
            state.Failure = new LogTruncationException(state.Id, position.Offset, cut.Of(state.Id));
            return;
        }

        log.Truncated(state.Id, position.Offset, cut.Offset);
        state.MoveTo(cut);
    }

    private void TakeOutOfRange(PlannedFetch planned)
    {
        var state = planned.State;
        if (state.FetchFrom != state.Position)
        {
            // What is buffered is handed out first; what follows is asked for again then.
            Retry(state);
            return;
        }

        var reset = options.ResetOf(state.Id.Topic);
        if (reset.Kind is OffsetResetKind.None)
        {
            state.Failure = new OffsetOutOfRangeException(state.Id, planned.From.Offset);
            return;
        }

        log.OutOfRange(state.Id, planned.From.Offset, reset);
        state.Reset(reset);
    }

    private void Learn(PlannedFetch planned, FetchResponse.PartitionData data, FetchResponse response)
    {
        planned.State.PreferredReplica = BrokerId.None;
        if (data.CurrentLeader is not { LeaderId.Value: >= 0 } leader)
        {
            metadata.Ask();
            return;
        }

        var address = response.NodeEndpoints.Where(node => node.NodeId == leader.LeaderId)
            .Select(node => new BrokerAddress(node.NodeId, node.Host, node.Port, node.Rack))
            .FirstOrDefault();
        cluster.Metadata.Learn(planned.State.Id, leader.LeaderId, leader.LeaderEpoch, address);
        metadata.Ask();
    }

    private void FailAll(FetchPlan plan, KafkaError error)
    {
        foreach (var planned in plan.Partitions)
        {
            if (!error.IsRetriable() && planned.State.IsOf(planned.Version))
            {
                Fail(planned, error);
            }
            else
            {
                Retry(planned.State);
            }
        }

        metadata.Ask();
    }

    private void Retry(PartitionState state) =>
        state.Failed(clock.Now + cluster.RetryBackoff.Pause(state.Failures + 1));

    private void Fail(PlannedFetch planned, KafkaError error)
    {
        Retry(planned.State);
        var message = $"{planned.State.Id} could not be fetched at {planned.From.Offset}: {error.DefaultMessage()}";
        planned.State.Failure = error is KafkaError.CorruptMessage
            ? new MalformedResponseException(message)
            : new ClientException(error, message);
    }
}
