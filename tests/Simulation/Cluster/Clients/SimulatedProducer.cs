using System.Buffers.Binary;
using Cloud.Core.Partitions.Producing;
using Cloud.Core.Storage.Producers;
using Cloud.Protocol;
using Cloud.Protocol.Records;
using Cloud.Simulation.Cluster.Brokers;
using Cloud.Simulation.Cluster.Checks;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Clients;

/// <summary>
/// An idempotent producer of one partition: values that nobody else writes, each batch sent to whoever is told to lead
/// until it is acknowledged. Runs on its own process, which never fails.
/// </summary>
internal sealed class SimulatedProducer(
    SimulatedCluster cluster, SimulatedProcess process, long number, TopicIdPartition partition, Acks acks)
{
    private const int RecordsMax = 5;
    private static readonly TimeSpan ProduceTimeout = TimeSpan.FromMilliseconds(900);

    private readonly ClientMetadata _metadata = new(cluster, process);
    private readonly SimulatedClock _clock = new(process);
    private long _producerId = number * 1000;
    private int _sequence;
    private long _next;

    public TopicIdPartition Partition => partition;

    public bool IsDone { get; private set; }

    public long SentCount => _next;

    public void Start()
    {
        if (acks is Acks.All)
        {
            cluster.Checks.LogOf(partition).StrictProducers.Add(number);
        }

        process.Run(Produce);
    }

    private async Task<bool> Produce()
    {
        while (!cluster.IsDraining)
        {
            var count = cluster.World.Random.Next(1, RecordsMax + 1);
            while (!await TrySend(count))
            {
                await Task.Delay(cluster.World.Between(20, 150), _clock);
                await _metadata.Refresh();
            }

            await Task.Delay(cluster.World.Between(0, 120), _clock);
        }

        IsDone = true;
        return true;
    }

    /// <returns>False to try again.</returns>
    private async Task<bool> TrySend(int count)
    {
        if (_metadata.LeaderOf(partition) is not { } leader)
        {
            return false;
        }

        var (batch, first) = (Batch(count), _next);
        var epoch = _metadata.Find(partition)!.LeaderEpoch;
        AppendReply reply;
        try
        {
            reply = await cluster.Network.Call(
                process, leader.Name, () => leader.Current, broker => Append(broker, batch, epoch, first, count), true);
        }
        catch (Exception error) when (SimulatedCluster.IsUnanswered(error))
        {
            return false;
        }

        return reply.Failure is AppendFailure.RefusedForProducer ? Refused(reply, count) : Sent(reply, count);
    }

    private async Task<AppendReply> Append(
        BrokerInstance broker, byte[] batch, LeaderEpoch epoch, long first, int count)
    {
        var request = new AppendRequest([batch.ToArray()], acks, ProduceTimeout) { CurrentLeaderEpoch = epoch };
        var reply = await broker.Replicas.Append(partition, request);
        if (reply.Failure is AppendFailure.None && acks is Acks.All)
        {
            cluster.Checks.Acknowledged(partition, process.Name, Records(reply.BaseOffset, first, count));
        }

        return reply;
    }

    private bool Sent(AppendReply reply, int count)
    {
        if (reply.Failure is not AppendFailure.None)
        {
            return false;
        }

        _sequence += count;
        _next += count;
        return true;
    }

    // What a leader alone acknowledged may be lost with it, and then the sequence does not go on.
    private bool Refused(AppendReply reply, int count)
    {
        cluster.World.Check(
            acks is not Acks.All && reply.ProducerVerdict is ProducerVerdictKind.OutOfOrderSequence,
            $"I5: {process.Name} is refused at sequence {_sequence}: {reply.ProducerVerdict}");
        _producerId++;
        _sequence = 0;
        _next += count;
        return true;
    }

    private IEnumerable<CommittedRecord> Records(Offset baseOffset, long first, int count) =>
        Enumerable.Range(0, count).Select(at => new CommittedRecord(baseOffset.Value + at, 0, number, first + at));

    private byte[] Batch(int count)
    {
        using var builder = new RecordBatchBuilder(new RecordBatchOptions
        {
            ProducerId = new(_producerId),
            ProducerEpoch = new(0),
            BaseSequence = _sequence,
        });
        for (var at = 0; at < count; at++)
        {
            var value = new byte[LogScan.ValueBytesMin + 64];
            BinaryPrimitives.WriteInt64BigEndian(value, number);
            BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(sizeof(long)), _next + at);
            builder.Append(Instant.From(_clock.GetUtcNow()), (NullableBytes)"key"u8, (NullableBytes)value);
        }

        return builder.Build().ToArray();
    }
}
