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

    public int BatchCount => _parts.Count;


    /// <summary>The answer, which whoever handles the end of the call disposes; null with no acks, or a failure.</summary>
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
        var request = NewRequest();
        var versionMax = _parts.Exists(part => part.TopicId == TopicId.None) ? TopicIdVersion - 1 : short.MaxValue;
        try
        {
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
            Failure = new ConnectionLostException($"The request to {connection.Address} failed: {failure.Message}", failure);
        }
    }

    /// <summary>Takes out whose answer that is; null for a partition that was not asked for, or was answered before.</summary>
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
        TopicData =
        [
            .. _parts.GroupBy(part => (part.Batch.Queue.Partition.Topic, part.TopicId)).Select(
                topic => new ProduceRequest.TopicProduceData
                {
                    Name = topic.Key.Topic,
                    TopicId = topic.Key.TopicId,
                    PartitionData =
                    [
                        .. topic.Select(part => new ProduceRequest.PartitionProduceData
                        {
                            Index = part.Batch.Queue.Partition.Partition,
                            Records = new MemoryRecords(part.Batch.Build()),
                        }),
                    ],
                }),
        ],
    };
}
