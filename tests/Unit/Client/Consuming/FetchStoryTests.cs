using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Records;
using Cloud.Protocol.Wire;
using Cloud.Unit.Protocol.Records;

namespace Cloud.Unit.Client.Consuming;

/// <summary>What a consumer makes of answers that real brokers give seldom.</summary>
public sealed class FetchStoryTests
{
    private static readonly TopicPartition Partition = AnsweringBroker.Partition;

    private readonly AnsweringBroker _broker = new();

    [Fact]
    public async Task Truncated_log_is_read_on_from_where_it_diverges()
    {
        var asked = new List<(long Offset, int Epoch)>();
        _broker.OnFetch = asking =>
        {
            asked.Add((asking.FetchOffset.Value, asking.LastFetchedEpoch.Value));
            return asked.Count switch
            {
                1 => new() { DivergingEpoch = new() { Epoch = new(1), EndOffset = new(3) } },
                2 => Data(Batch(at: 3, records: 2, epoch: 2)),
                _ => null,
            };
        };
        await using var consumer = Open();
        consumer.Assign([new TopicPartitionOffset(Partition, new(5), new(1))]);

        Assert.Equal([3, 4], await TakeOffsets(consumer, 2));
        Assert.Equal([(5, 1), (3, 1)], asked.Take(2));
    }

    [Fact]
    public async Task Truncation_without_a_policy_is_an_error_that_says_where()
    {
        _broker.OnFetch = _ => new() { DivergingEpoch = new() { Epoch = new(1), EndOffset = new(3) } };
        await using var consumer = Open(options => options with { AutoOffsetReset = AutoOffsetReset.None });
        consumer.Assign([new TopicPartitionOffset(Partition, new(8), new(2))]);

        var failure = await Assert.ThrowsAsync<LogTruncationException>(() => TakeOffsets(consumer, 1));

        Assert.Equal(new(Partition, new(3), new(1)), failure.Diverging);
        Assert.Equal(new Offset(8), failure.Position.Offset);
    }

    [Fact]
    public async Task Damaged_batch_is_an_error_that_names_its_place_and_a_seek_passes_it()
    {
        var damaged = Batch(at: 2, records: 2, epoch: 1);
        damaged[^1] ^= 1;
        _broker.OnFetch = asking => asking.FetchOffset.Value switch
        {
            0 => Data([.. Batch(at: 0, records: 2, epoch: 1), .. damaged]),
            2 => Data(damaged),
            4 => Data(Batch(at: 4, records: 1, epoch: 1)),
            _ => null,
        };
        await using var consumer = Open();
        consumer.Assign([new TopicPartitionOffset(Partition, Offset.Zero)]);

        Assert.Equal([0, 1], await TakeOffsets(consumer, 2));
        var failure = await Assert.ThrowsAsync<MalformedResponseException>(() => TakeOffsets(consumer, 1));
        Assert.Contains("orders-0@2", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<MalformedResponseException>(() => TakeOffsets(consumer, 1));
        consumer.Seek(new(Partition, new(4)));

        Assert.Equal([4], await TakeOffsets(consumer, 1));
    }

    [Fact]
    public async Task Damage_is_not_looked_for_where_that_is_switched_off()
    {
        var damaged = Batch(at: 0, records: 1, epoch: 1);
        damaged[RecordBatchLayout.Crc] ^= 1;
        _broker.OnFetch = asking => asking.FetchOffset == Offset.Zero ? Data(damaged) : null;
        await using var consumer = Open(options => options with { CheckCrcs = false });
        consumer.Assign([new TopicPartitionOffset(Partition, Offset.Zero)]);

        Assert.Equal([0], await TakeOffsets(consumer, 1));
    }

    [Fact]
    public async Task Reader_of_committed_records_sees_neither_markers_nor_what_was_aborted()
    {
        byte[] log =
        [
            .. Transactional(at: 0, producer: 7),
            .. Transactional(at: 1, producer: 8),
            .. Marker(at: 2, producer: 7, TransactionOutcome.Abort),
            .. Marker(at: 3, producer: 8, TransactionOutcome.Commit),
            .. Transactional(at: 4, producer: 7),
            .. Marker(at: 5, producer: 7, TransactionOutcome.Commit),
        ];
        _broker.OnFetch = asking => asking.FetchOffset.Value < 6
            ? Data(log, new FetchResponse.AbortedTransaction { ProducerId = new(7), FirstOffset = new(0) })
            : null;
        await using var consumer = Open(options => options with { IsolationLevel = IsolationLevel.ReadCommitted });
        consumer.Assign([new TopicPartitionOffset(Partition, Offset.Zero)]);

        Assert.Equal([1, 4], await TakeOffsets(consumer, 2));
    }

    [Fact]
    public async Task Reader_of_all_records_sees_those_of_transactions_but_no_markers()
    {
        _broker.OnFetch = asking => asking.FetchOffset.Value < 3
            ? Data([
                .. Transactional(at: 0, producer: 7),
                .. Marker(at: 1, producer: 7, TransactionOutcome.Abort),
                .. Batch(at: 2, records: 1, epoch: 1)])
            : null;
        await using var consumer = Open();
        consumer.Assign([new TopicPartitionOffset(Partition, Offset.Zero)]);

        Assert.Equal([0, 2], await TakeOffsets(consumer, 2));
    }

    [Fact]
    public async Task Batch_that_begins_before_the_position_is_read_from_the_position()
    {
        _broker.OnFetch = asking => asking.FetchOffset.Value < 5 ? Data(Batch(at: 0, records: 5, epoch: 1)) : null;
        await using var consumer = Open();
        consumer.Assign([new TopicPartitionOffset(Partition, new(3))]);

        Assert.Equal([3, 4], await TakeOffsets(consumer, 2));
    }

    [Fact]
    public async Task Batch_that_is_cut_off_comes_with_the_next_fetch()
    {
        var second = Batch(at: 2, records: 2, epoch: 1);
        _broker.OnFetch = asking => asking.FetchOffset.Value switch
        {
            0 => Data([.. Batch(at: 0, records: 2, epoch: 1), .. second[..^10]]),
            2 => Data(second),
            _ => null,
        };
        await using var consumer = Open();
        consumer.Assign([new TopicPartitionOffset(Partition, Offset.Zero)]);

        Assert.Equal([0, 1, 2, 3], await TakeOffsets(consumer, 4));
    }

    [Fact]
    public async Task Error_that_goes_away_is_tried_again_and_one_that_stays_is_thrown()
    {
        var answers = new Queue<KafkaError>(
            [KafkaError.NotLeaderOrFollower, KafkaError.UnknownLeaderEpoch, KafkaError.TopicAuthorizationFailed]);
        _broker.OnFetch = _ => answers.TryDequeue(out var error)
            ? new() { Error = error }
            : Data(Batch(at: 0, records: 1, epoch: 1));
        await using var consumer = Open();
        consumer.Assign([new TopicPartitionOffset(Partition, Offset.Zero)]);

        var failure = await Assert.ThrowsAsync<ClientException>(() => TakeOffsets(consumer, 1));
        Assert.Equal(KafkaError.TopicAuthorizationFailed, failure.Error);
        Assert.Equal([0], await TakeOffsets(consumer, 1));
    }

    [Fact]
    public async Task Broker_without_the_new_group_protocol_is_an_error_that_says_what_to_set()
    {
        _broker.Missing.Add(ApiKey.ConsumerGroupHeartbeat);
        await using var consumer = Open(options => options with { GroupId = "workers" });
        consumer.Subscribe(["orders"]);

        var failure = await Assert.ThrowsAsync<UnsupportedByBrokerException>(() => TakeOffsets(consumer, 1));

        Assert.Contains("GroupProtocol.Classic", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_group_is_a_typed_error()
    {
        _broker.OnOther = request => request is ConsumerGroupHeartbeatRequest
            ? new ConsumerGroupHeartbeatResponse { Error = KafkaError.GroupAuthorizationFailed }
            : null;
        await using var consumer = Open(options => options with { GroupId = "workers" });
        consumer.Subscribe(["orders"]);

        await Assert.ThrowsAsync<GroupAuthorizationException>(() => TakeOffsets(consumer, 1));
    }

    [Fact]
    public async Task Prefetching_stops_at_the_bound_of_memory_and_goes_on_when_it_is_drained()
    {
        var fetched = 0;
        _broker.OnFetch = asking =>
        {
            Interlocked.Increment(ref fetched);
            return Data(Batch(asking.FetchOffset.Value, records: 100, epoch: 1));
        };
        await using var consumer = Open(options => options with { PrefetchBytesMax = 1000 });
        consumer.Assign([new TopicPartitionOffset(Partition, Offset.Zero)]);

        Assert.Equal([0], await TakeOffsets(consumer, 1));
        Assert.Equal(1, Volatile.Read(ref fetched));
        Assert.Equal(Enumerable.Range(1, 999).Select(offset => (long)offset), await TakeOffsets(consumer, 999));
    }

    private Consumer<byte[]?, byte[]?> Open(Func<ConsumerOptions, ConsumerOptions>? change = null)
    {
        var options = new ConsumerOptions
        {
            Transport = _broker,
            RetryBackoff = TimeSpan.FromMilliseconds(1),
            AutoOffsetReset = AutoOffsetReset.Earliest,
        };
        return new(change?.Invoke(options) ?? options);
    }

    private static async Task<List<long>> TakeOffsets(Consumer<byte[]?, byte[]?> consumer, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var offsets = new List<long>();
        await foreach (var record in consumer.ConsumeAsync(patience.Token))
        {
            offsets.Add(record.Offset.Value);
            if (offsets.Count == count)
            {
                break;
            }
        }

        return offsets;
    }

    private static FetchResponse.PartitionData Data(
        byte[] log, params FetchResponse.AbortedTransaction[] aborted) => new()
    {
        HighWatermark = new(1000),
        LastStableOffset = new(1000),
        AbortedTransactions = [.. aborted],
        Records = new MemoryRecords(log),
    };

    private static byte[] Batch(long at, int records, int epoch) => At(BatchSample.Of(records), at, epoch);

    private static byte[] Transactional(long at, long producer) => At(
        BatchSample.Of(1, new()
        {
            ProducerId = new(producer), ProducerEpoch = new(0), BaseSequence = 0, IsTransactional = true,
        }),
        at,
        epoch: 1);

    private static byte[] Marker(long at, long producer, TransactionOutcome outcome)
    {
        using var builder = new RecordBatchBuilder(EndTransactionMarker.BatchOptions(new(producer), new(0)));
        new EndTransactionMarker(outcome, CoordinatorEpoch: 0).AppendTo(builder, BatchSample.Time);
        return At(builder.Build().ToArray(), at, epoch: 1);
    }

    private static byte[] At(byte[] batch, long at, int epoch) => BatchSample.With(
        batch, header => header with { BaseOffset = new Offset(at), PartitionLeaderEpoch = new LeaderEpoch(epoch) });
}
