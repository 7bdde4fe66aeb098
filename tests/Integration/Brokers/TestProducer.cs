using System.Buffers.Binary;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Records;

namespace Cloud.Integration.Brokers;

/// <summary>
/// An idempotent producer over grain calls, for one partition: batches of records that count up, one batch at a time,
/// again until it is acknowledged. What was acknowledged is noted with its offset.
/// </summary>
internal sealed class TestProducer(BrokerCluster cluster, TopicMetadata topic, long producerId, int partition = 0)
{
    public const int RecordsPerBatch = 10;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(10);

    private PartitionMetadata? _known;
    private int _sequence;

    /// <summary>Offset of the first record of each acknowledged batch, in the order of sending.</summary>
    public List<long> Acknowledged { get; } = [];

    public int RetryCount { get; private set; }

    public static async Task<TestProducer> Create(BrokerCluster cluster, TopicMetadata topic, int partition = 0)
    {
        var broker = (await cluster.Admin.DescribeBrokers())
            .First(candidate => candidate.Condition is BrokerCondition.Active);
        var ids = await cluster.Admin.AllocateProducerIds(broker.BrokerId, broker.BrokerEpoch);
        Assert.Equal(KafkaError.None, ids.Error);
        return new(cluster, topic, ids.First, partition);
    }

    /// <summary>The number that a record of this producer carries.</summary>
    public static int NumberOf(Protocol.Records.Record record) =>
        BinaryPrimitives.ReadInt32BigEndian(record.Value.Span);

    public async Task Send(CancellationToken cancellation = default)
    {
        var command = new AppendCommand([Batch()], Acks: -1, Timeout);
        while (true)
        {
            if (await TrySend(command) is { Error: KafkaError.None } answer)
            {
                Acknowledged.Add(answer.BaseOffset);
                _sequence += RecordsPerBatch;
                return;
            }

            RetryCount++;
            await Task.Delay(RetryPause, cancellation);
        }
    }

    public async Task Send(int batches)
    {
        for (var count = 0; count < batches; count++)
        {
            await Send();
        }
    }

    private async Task<AppendAnswer?> TrySend(AppendCommand command)
    {
        try
        {
            _known ??= await cluster.Describe(topic.Name, partition);
            if (_known.Leader >= 0)
            {
                var answer = await cluster.Replica(topic, _known.Leader, partition)
                    .Append(command with { CurrentLeaderEpoch = _known.LeaderEpoch });
                _known = answer.Error is KafkaError.None ? _known : null;
                return answer;
            }
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            // It may be in the log: the sequence tells when it comes again.
        }

        _known = null;
        return null;
    }

    private byte[] Batch()
    {
        using var builder = new RecordBatchBuilder(new()
        {
            ProducerId = new(producerId),
            ProducerEpoch = new(0),
            BaseSequence = _sequence,
        });
        Span<byte> value = stackalloc byte[sizeof(int)];
        for (var index = 0; index < RecordsPerBatch; index++)
        {
            BinaryPrimitives.WriteInt32BigEndian(value, _sequence + index);
            builder.Append(new(1_000_000_000_000 + _sequence), NullableBytes.Null, new(value));
        }

        return builder.Build().ToArray();
    }
}
