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
/// An idempotent producer of one partition: values that nobody else writes, up to five batches in flight, each sent to
/// whoever is told to lead until it is acknowledged. After a failure the rest goes out again, one by one. Runs on its
/// own process, which never fails.
/// </summary>
internal sealed class SimulatedProducer(
    SimulatedCluster cluster, SimulatedProcess process, long number, TopicIdPartition partition, Acks acks)
{
    private const int RecordsMax = 5;
    private const int InFlightMax = 5;
    private static readonly TimeSpan ProduceTimeout = TimeSpan.FromMilliseconds(900);

    private readonly ClientMetadata _metadata = new(cluster, process);
    private readonly SimulatedClock _clock = new(process);
    private readonly List<SentBatch> _window = [];
    private short _epoch;
    private int _sequence;
    private long _next;
    private bool _isKnown;
    private bool _isLost;

    public TopicIdPartition Partition => partition;

    public bool IsDone { get; private set; }

    /// <summary>Its topic is deleted: whatever is in flight is nobody's affair any more.</summary>
    public bool IsGivenUp { get; set; }

    public long SentCount => _next;

    /// <summary>The first of its records that it does not know to be there; the log's end without one.</summary>
    public Offset FirstUnheard =>
        cluster.Checks.LogOf(partition).OffsetOf(number, _window.Count > 0 ? _window[0].First : _next);

    // Like Kafka, a leader takes whatever sequence comes first of a producer that it knows nothing of. Messages
    // overtake each other here, which they do not on a connection: so nothing is sent beside the first batch.
    private int InFlightLimit => _isKnown ? InFlightMax : 1;

    private bool HasFailed => _window.Exists(batch => !batch.IsInFlight);

    public void Start()
    {
        cluster.Producers.Add(this);
        if (acks is Acks.All)
        {
            cluster.Checks.LogOf(partition).StrictProducers.Add(number);
        }

        process.Run(Produce);
    }

    private async Task<bool> Produce()
    {
        while (!IsGivenUp && (!cluster.IsDraining || _window.Count > 0))
        {
            if (HasFailed)
            {
                await Recover();
            }
            else if (cluster.IsDraining || _window.Count >= InFlightLimit)
            {
                await Task.Delay(cluster.World.Between(5, 30), _clock);
            }
            else
            {
                var batch = NewBatch(cluster.World.Random.Next(1, RecordsMax + 1));
                _window.Add(batch);
                _ = Send(batch);
                await Task.Delay(cluster.World.Between(0, 120), _clock);
            }
        }

        IsDone = true;
        return true;
    }

    // In order and one at a time, once nothing is in flight: a later batch could not be taken before an earlier one.
    private async Task Recover()
    {
        while (_window.Exists(batch => batch.IsInFlight))
        {
            await Task.Delay(cluster.World.Between(5, 30), _clock);
        }

        while (_window.Count > 0 && !IsGivenUp)
        {
            if (_isLost)
            {
                BeginAnew();
                return;
            }

            await Task.Delay(cluster.World.Between(20, 150), _clock);
            await _metadata.Refresh();
            await Send(_window[0]);
        }
    }

    // What a leader alone acknowledged may be lost with it, and then the sequence does not go on. It begins anew in
    // another epoch, not as another producer: a copy of what was given up may come late, and would be taken.
    private void BeginAnew()
    {
        _window.Clear();
        (_isLost, _isKnown) = (false, false);
        _epoch++;
        _sequence = 0;
    }

    private async Task Send(SentBatch batch)
    {
        if (_metadata.LeaderOf(partition) is not { } leader)
        {
            return;
        }

        (batch.IsInFlight, batch.WasFirst) = (true, _window[0] == batch);
        var epoch = _metadata.Find(partition)!.LeaderEpoch;
        try
        {
            Take(batch, await cluster.Network.Call(
                process, leader.Name, () => leader.Current, broker => Append(broker, batch, epoch), mayRepeat: true));
        }
        catch (Exception error) when (SimulatedCluster.IsUnanswered(error))
        {
            // Done or not: it is sent again, and found again if it is there.
        }

        batch.IsInFlight = false;
        while (_window.Count > 0 && _window[0].IsAcknowledged)
        {
            _window.RemoveAt(0);
        }
    }

    private async Task<AppendReply> Append(BrokerInstance broker, SentBatch batch, LeaderEpoch epoch)
    {
        var request = new AppendRequest([batch.Bytes.ToArray()], acks, ProduceTimeout) { CurrentLeaderEpoch = epoch };
        var reply = await broker.Replicas.Append(partition, request);
        if (reply.Failure is AppendFailure.None && acks is Acks.All)
        {
            cluster.Checks.Acknowledged(partition, process.Name, Records(reply.BaseOffset, batch));
        }
        else if (reply.Failure is AppendFailure.RefusedForProducer && acks is Acks.All && batch.WasFirst)
        {
            cluster.World.Check(
                Holds(broker, batch),
                $"I5: {process.Name} is refused at number {batch.First}: {reply.ProducerVerdict}");
        }

        return reply;
    }

    // A snapshot of producers names each one's last batch only, as Kafka's does. A log that was opened from one refuses
    // an older batch that comes again, instead of naming its offset. It must be there, though, or have been committed
    // and deleted since. (A leader that was deposed without knowing it may lack what came before.)
    private bool Holds(BrokerInstance broker, SentBatch batch) =>
        !broker.Replicas.TryGet(partition, out var view, out _)
        || view.Log is not { } log
        || !cluster.IsLeader(broker.Id, view.LeaderEpoch, partition)
        || (log.LogStartOffset > Offset.Zero && IsCommitted(batch))
        || LogScan.Read(log, log.LogStartOffset, log.LogEndOffset)
            .Exists(record => record.Producer == number && record.Number == batch.First);

    private bool IsCommitted(SentBatch batch) =>
        cluster.Checks.LogOf(partition).LastNumberOf(number) >= batch.First + batch.Count - 1;

    private void Take(SentBatch batch, AppendReply reply)
    {
        if (reply.Failure is AppendFailure.RefusedForProducer)
        {
            var isOutOfOrder = reply.ProducerVerdict is ProducerVerdictKind.OutOfOrderSequence;
            cluster.World.Check(isOutOfOrder, $"I5: {process.Name} is refused: {reply.ProducerVerdict}");
            _isLost |= batch.WasFirst && acks is not Acks.All;
        }

        var isForgotten = reply.Failure is AppendFailure.RefusedForProducer && acks is Acks.All
            && IsCommitted(batch);
        batch.IsAcknowledged = reply.Failure is AppendFailure.None || isForgotten;
        _isKnown |= batch.IsAcknowledged;
    }

    private IEnumerable<CommittedRecord> Records(Offset baseOffset, SentBatch batch) => Enumerable.Range(0, batch.Count)
        .Select(at => new CommittedRecord(baseOffset.Value + at, 0, number, batch.First + at));

    private SentBatch NewBatch(int count)
    {
        using var builder = new RecordBatchBuilder(new RecordBatchOptions
        {
            ProducerId = new(number),
            ProducerEpoch = new(_epoch),
            BaseSequence = _sequence,
        });
        for (var at = 0; at < count; at++)
        {
            var value = new byte[LogScan.ValueBytesMin + 64];
            BinaryPrimitives.WriteInt64BigEndian(value, number);
            BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(sizeof(long)), _next + at);
            builder.Append(Instant.From(_clock.GetUtcNow()), (NullableBytes)"key"u8, (NullableBytes)value);
        }

        var batch = new SentBatch(builder.Build().ToArray(), _next, count);
        _sequence += count;
        _next += count;
        return batch;
    }
}
