using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Records;

namespace Cloud.Integration.Client.Consuming;

/// <summary>A consumer that assigns itself partitions: reading, positions, policies.</summary>
public class AssignedConsumerTests : ConsumingTests
{
    [Fact]
    public async Task Records_come_with_all_that_they_are()
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", null, "");
        await using var consumer = Open(OptionsFor(cluster));
        consumer.Assign([topic[0]]);

        var records = await Take(consumer, 3);

        Assert.Equal(["a", null, ""], records.Select(record => record.Value));
        Assert.Equal(["key 0", "key 1", "key 2"], records.Select(record => record.Key));
        Assert.Equal([0, 1, 2], records.Select(record => record.Offset.Value));
        Assert.All(records, record => Assert.Equal(topic[0], record.TopicPartition));
        Assert.All(records, record => Assert.Equal(new LeaderEpoch(0), record.LeaderEpoch));
        Assert.Equal(FilledTopic.FirstTime.AddSeconds(1), records[1].Timestamp);
        Assert.Equal(TimestampType.CreateTime, records[1].TimestampType);
        Assert.Equal("2", records[2].Headers.GetLastText("number"));
    }

    [Theory]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Lz4)]
    public async Task Compressed_records_are_read(CompressionCodec codec)
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.AddCompressed(codec, "a", "b", "c");
        await topic.AddCompressed(codec, "d");
        await using var consumer = Open(OptionsFor(cluster) with { MaxPollRecords = 2 });
        consumer.Assign([topic[0]]);

        Assert.Equal(["a", "b", "c", "d"], await TakeValues(consumer, 4));
    }

    [Fact]
    public async Task Records_that_are_written_later_come_to_who_waits()
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders", partitions: 2);
        await using var consumer = Open(OptionsFor(cluster));
        consumer.Assign(topic.All);

        var waiting = TakeValues(consumer, 2);
        await topic.Add(0, "a");
        await topic.Add(1, "b");

        Assert.Equal(["a", "b"], (await waiting).Order());
    }

    [Fact]
    public async Task Loop_that_was_left_goes_on_where_it_was()
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", "b", "c", "d");
        await using var consumer = Open(OptionsFor(cluster));
        consumer.Assign([topic[0]]);

        Assert.Equal(["a", "b"], await TakeValues(consumer, 2));
        Assert.Equal(new Offset(2), consumer.PositionOf(topic[0]));
        Assert.Equal(2, consumer.CurrentLagOf(topic[0]));
        Assert.Equal(["c", "d"], await TakeValues(consumer, 2));
        Assert.Equal(0, consumer.CurrentLagOf(topic[0]));
    }

    [Fact]
    public async Task Batches_hold_what_is_there_of_one_partition()
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", "b", "c");
        await topic.Add("d", "e");
        await using var consumer = Open(OptionsFor(cluster) with { MaxPollRecords = 4 });
        consumer.Assign([topic[0]]);

        var batches = new List<ConsumerBatch<string?, string?>>();
        await foreach (var batch in consumer.ConsumeBatchesAsync())
        {
            batches.Add(batch);
            if (batches.Count == 2)
            {
                break;
            }
        }

        Assert.Equal(["a", "b", "c", "d"], batches[0].Records.Select(record => record.Value));
        Assert.Equal(["e"], batches[1].Records.Select(record => record.Value));
        Assert.Equal(new TopicPartitionOffset(topic[0], new(5), new(0)), batches[1].Next);
    }

    [Fact]
    public async Task Seek_goes_back_and_forth_inside_of_a_loop()
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", "b", "c", "d", "e");
        await using var consumer = Open(OptionsFor(cluster));
        consumer.Assign([new TopicPartitionOffset(topic[0], new(3))]);

        var seen = new List<string?>();
        await foreach (var record in consumer.ConsumeAsync())
        {
            seen.Add(record.Value);
            if (seen.Count == 1)
            {
                consumer.Seek(new(topic[0], new(1)));
            }
            else if (seen.Count == 2)
            {
                consumer.SeekToBeginning();
            }
            else if (seen.Count == 5)
            {
                break;
            }
        }

        Assert.Equal(["d", "b", "a", "b", "c"], seen);
    }

    [Fact]
    public async Task Seek_to_the_end_skips_what_is_there()
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", "b");
        await using var consumer = Open(OptionsFor(cluster));
        consumer.Assign([topic[0]]);
        Assert.Equal(["a"], await TakeValues(consumer, 1));

        consumer.SeekToEnd(topic[0]);
        var waiting = TakeValues(consumer, 1);
        await Brokers.Eventually.Is(
            () => Task.FromResult(consumer.PositionOf(topic[0])),
            position => position == new Offset(2),
            "the end is found");
        await topic.Add("c");

        Assert.Equal(["c"], await waiting);
    }

    [Fact]
    public async Task Paused_partition_keeps_its_records_until_it_is_resumed()
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders", partitions: 2);
        await topic.Add(0, "a1", "a2", "a3");
        await using var consumer = Open(OptionsFor(cluster));
        consumer.Assign(topic.All);
        Assert.Equal(["a1"], await TakeValues(consumer, 1));

        consumer.Pause([topic[0]]);
        await topic.Add(1, "b1");
        Assert.Equal(["b1"], await TakeValues(consumer, 1));
        Assert.Equal([topic[0]], consumer.Paused);
        consumer.Resume([topic[0]]);

        Assert.Equal(["a2", "a3"], await TakeValues(consumer, 2));
    }

    [Fact]
    public async Task Offset_that_does_not_exist_is_reset_by_the_policy()
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", "b");
        await using var consumer = Open(OptionsFor(cluster));
        consumer.Assign([new TopicPartitionOffset(topic[0], new(1000))]);

        Assert.Equal(["a", "b"], await TakeValues(consumer, 2));
    }

    [Fact]
    public async Task Offset_that_does_not_exist_is_an_error_without_a_policy_and_a_seek_mends_it()
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", "b");
        await using var consumer = Open(OptionsFor(cluster) with { AutoOffsetReset = AutoOffsetReset.None });
        consumer.Assign([new TopicPartitionOffset(topic[0], new(1000))]);

        var failure = await Assert.ThrowsAsync<OffsetOutOfRangeException>(() => Take(consumer, 1));
        Assert.Equal((topic[0], new Offset(1000)), (failure.TopicPartition, failure.Offset));
        await Assert.ThrowsAsync<OffsetOutOfRangeException>(() => Take(consumer, 1));

        consumer.Seek(new(topic[0], new(1)));
        Assert.Equal(["b"], await TakeValues(consumer, 1));
    }

    [Fact]
    public async Task Partition_without_a_position_is_an_error_without_a_policy()
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await using var consumer = Open(OptionsFor(cluster) with { AutoOffsetReset = AutoOffsetReset.None });
        consumer.Assign([topic[0]]);

        var failure = await Assert.ThrowsAsync<NoOffsetForPartitionException>(() => Take(consumer, 1));

        Assert.Equal(topic[0], failure.TopicPartition);
    }

    [Theory]
    [InlineData(0, "a")]
    [InlineData(36500, "a")]
    public async Task Policy_by_duration_begins_at_the_first_record_young_enough(int days, string expected)
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", "b");
        await using var consumer = Open(OptionsFor(cluster) with
        {
            AutoOffsetReset = AutoOffsetReset.ByDuration(TimeSpan.FromDays(days)),
        });
        consumer.Assign([topic[0]]);

        var waiting = TakeValues(consumer, 1);
        if (days == 0)
        {
            await Brokers.Eventually.Is(
                () => Task.FromResult(consumer.PositionOf(topic[0])),
            position => position == new Offset(2),
            "the end is found");
            await topic.Add("a");
        }

        Assert.Equal([expected], await waiting);
    }

    [Fact]
    public async Task Offsets_are_found_by_time_and_at_both_ends()
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders", partitions: 2);
        await topic.Add(0, "a", "b", "c");
        await using var consumer = Open(OptionsFor(cluster));

        var found = await consumer.OffsetsForTimesAsync(new Dictionary<TopicPartition, DateTimeOffset>
        {
            [topic[0]] = FilledTopic.FirstTime.AddMilliseconds(500),
            [topic[1]] = FilledTopic.FirstTime,
        });
        var begins = await consumer.BeginningOffsetsAsync(topic.All);
        var ends = await consumer.EndOffsetsAsync(topic.All);

        Assert.Equal(
            new OffsetAndTimestamp(new(1), FilledTopic.FirstTime.AddSeconds(1), new(0)), found[topic[0]]);
        Assert.Null(found[topic[1]]);
        Assert.Equal([new Offset(0), new(0)], topic.All.Select(partition => begins[partition]));
        Assert.Equal([new Offset(3), new(0)], topic.All.Select(partition => ends[partition]));
    }

    [Fact]
    public async Task Record_that_cannot_be_read_is_named_and_passed_over_by_a_seek()
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", "bad", "c");
        await using var consumer = Open(OptionsFor(cluster));
        consumer.Assign([topic[0]]);

        Assert.Equal(["a"], await TakeValues(consumer, 1));
        var failure = await Assert.ThrowsAsync<RecordSerializationException>(() => Take(consumer, 1));
        Assert.Contains("value of the record at orders-0@1", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RecordSerializationException>(() => Take(consumer, 1));
        var bad = failure.Position!.Value;
        consumer.Seek(bad with { Offset = bad.Offset.Plus(1) });

        Assert.Equal(["c"], await TakeValues(consumer, 1));
    }

    [Fact]
    public async Task Topic_that_comes_to_be_is_read_from_then_on()
    {
        await using var cluster = await StartCluster();
        await using var consumer = Open(OptionsFor(cluster));
        consumer.Assign([new TopicPartition("later", 0)]);

        var waiting = TakeValues(consumer, 1);
        var topic = await FilledTopic.Create(cluster, "later");
        await topic.Add("a");

        Assert.Equal(["a"], await waiting);
    }

    [Fact]
    public async Task Everything_comes_once_and_in_order_while_leaders_are_killed()
    {
        await using var cluster = await StartCluster(brokers: 3);
        var topic = await FilledTopic.Create(cluster, "orders", partitions: 1, replicationFactor: 3);
        await using var consumer = Open(OptionsFor(cluster));
        consumer.Assign([topic[0]]);
        await topic.Add("0", "1", "2");
        Assert.Equal(["0", "1", "2"], await TakeValues(consumer, 3));

        var waiting = TakeValues(consumer, 3);
        await cluster.Kill((await cluster.Describe("orders")).Leader);
        await topic.Add("3", "4", "5");

        Assert.Equal(["3", "4", "5"], await waiting);
    }

    [Fact]
    public async Task Commit_without_a_group_is_refused()
    {
        await using var cluster = await StartCluster();
        await using var consumer = Open(OptionsFor(cluster));

        var failure = await Assert.ThrowsAsync<ClientException>(() => consumer.CommitAsync());

        Assert.Equal(KafkaError.InvalidGroupId, failure.Error);
    }

    [Fact]
    public async Task Interceptors_see_records_first_and_one_that_throws_harms_nothing()
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", "b");
        await using var consumer = Open(OptionsFor(cluster), new Shouting(), new Throwing());
        consumer.Assign([topic[0]]);

        Assert.Equal(["A", "B"], await TakeValues(consumer, 2));
    }

    [Fact]
    public async Task Closed_consumer_ends_who_waits_for_records()
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        var consumer = Open(OptionsFor(cluster));
        consumer.Assign([topic[0]]);
        var waiting = Take(consumer, 1);

        await consumer.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
    }

    private sealed class Shouting : IConsumerInterceptor<string?, string?>
    {
        public ConsumerRecord<string?, string?> OnConsume(ConsumerRecord<string?, string?> record) =>
            record with { Value = record.Value?.ToUpperInvariant(), Offset = new(99) };
    }

    private sealed class Throwing : IConsumerInterceptor<string?, string?>
    {
        public ConsumerRecord<string?, string?> OnConsume(ConsumerRecord<string?, string?> record) =>
            throw new InvalidOperationException("No.");
    }
}
