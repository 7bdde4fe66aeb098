using System.Diagnostics;
using System.Runtime.InteropServices;
using Cloud.Protocol;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Client;

/// <summary>One request to one broker with a batch for each of some partitions, and how it ended.</summary>
internal sealed class ProduceCall(BrokerLink link, ProducerOptions options)
{
    // Topics go by id from this version on.
    private const short TopicIdVersion = 13;

    private readonly List<(ProducerBatch Batch, TopicId TopicId)> _parts = [];

    public BrokerLink Link => link;

    // Nearly always, so that grouping is left out.
    private bool IsOfOneTopic =>
        _parts.TrueForAll(part => part.Batch.Queue.Partition.Topic == _parts[0].Batch.Queue.Partition.Topic);

    /// <summary>
    /// The answer, which whoever handles the end of the call disposes; null with no acks, or a failure.
    /// </summary>
    public Reply<ProduceResponse>? Reply { get; private set; }

    public ClientException? Failure { get; private set; }

    public void Add(ProducerBatch batch, TopicId topicId)
    {
        batch.IsInFlight = true;
        _parts.Add((batch, topicId));
    }

    /// <summary>Sends it, in the order of the calls; the task never fails.</summary>
    public async Task Send(BrokerConnection connection)
    {
        var start = ClientMetrics.MeasuresOperations ? Stopwatch.GetTimestamp() : 0;
        try
        {
            var request = NewRequest();
            var versionMax = _parts.Exists(part => part.TopicId == TopicId.None) ? TopicIdVersion - 1 : short.MaxValue;
            if (options.Acks is Acks.None)
            {
                await connection.SendUnanswered(request, options.RequestTimeout, (short)versionMax)
                    .ConfigureAwait(false);
                return;
            }

            Reply = await connection.SendBorrowed(request, options.RequestTimeout, (short)versionMax)
                .ConfigureAwait(false);
        }
        catch (ClientException failure)
        {
            Failure = failure;
        }
        catch (Exception failure)
        {
            Failure = new ConnectionLostException(
                $"The request to {connection.Address} failed: {failure.Message}", failure);
        }
        finally
        {
            if (start != 0)
            {
                ClientMetrics.SendEnded(Stopwatch.GetElapsedTime(start), Failure);
            }
        }
    }

    /// <summary>
    /// Takes out whose answer that is; null for a partition that was not asked for, or was answered before.
    /// </summary>
    public ProducerBatch? Take(ProduceResponse.TopicProduceResponse topic, int partition)
    {
        var isById = Reply!.Version >= TopicIdVersion;
        for (var index = 0; index < _parts.Count; index++)
        {
            var (batch, topicId) = _parts[index];
            if (batch.Queue.Partition.Partition == partition
                && (isById ? topicId == topic.TopicId : batch.Queue.Partition.Topic == topic.Name))
            {
                return TakeAt(index);
            }
        }

        return null;
    }

    /// <summary>Takes out one that no answer was for; null when there is none.</summary>
    public ProducerBatch? TakeUnanswered() => _parts.Count > 0 ? TakeAt(0) : null;

    private ProducerBatch TakeAt(int index)
    {
        var batch = _parts[index].Batch;
        _parts.RemoveAt(index);
        batch.IsInFlight = false;
        return batch;
    }

    private ProduceRequest NewRequest() => new()
    {
        Acks = (short)options.Acks,
        Timeout = options.RequestTimeout,
        TopicData = IsOfOneTopic
            ? [TopicOf(_parts)]
            : [.. _parts.GroupBy(part => part.Batch.Queue.Partition.Topic).Select(topic => TopicOf([.. topic]))],
    };

    private static ProduceRequest.TopicProduceData TopicOf(List<(ProducerBatch Batch, TopicId TopicId)> parts)
    {
        var partitions = new ProduceRequest.PartitionProduceData[parts.Count];
        for (var index = 0; index < partitions.Length; index++)
        {
            partitions[index] = new()
            {
                Index = parts[index].Batch.Queue.Partition.Partition,
                Records = new MemoryRecords(parts[index].Batch.Build()),
            };
        }

        return new()
        {
            Name = parts[0].Batch.Queue.Partition.Topic,
            TopicId = parts[0].TopicId,
            PartitionData = ImmutableCollectionsMarshal.AsImmutableArray(partitions),
        };
    }
}
