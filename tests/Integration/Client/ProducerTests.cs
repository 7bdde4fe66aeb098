using Cloud.Client;
using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Errors;

namespace Cloud.Integration.Client;

/// <summary>Producers and a cluster in good order: what is written is what was sent.</summary>
public sealed class ProducerTests
{
    public static TheoryData<string> Transports => ClientTransport.All;

    public static TheoryData<string, Acks> Acknowledgements =>
        ClientTransport.With([Acks.All, Acks.Leader, Acks.None]);

    public static TheoryData<string, CompressionCodec> Codecs =>
        ClientTransport.With(Enum.GetValues<CompressionCodec>().Where(Compressor.IsAvailable));

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Awaited_records_tell_where_they_are(string transport)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        var topic = await cluster.ServeTopic("orders", 1, 1);
        await using var producer = new Producer<string, string>(ClientTransport.Producer(transport, cluster));

        var first = await producer.ProduceAsync(new("orders", "a", "1"));
        var second = await producer.ProduceAsync(new("orders", "b", "2"));

        Assert.Equal((new TopicPartition("orders", 0), new Offset(0)), (first.TopicPartition, first.Offset));
        Assert.Equal(new Offset(1), second.Offset);
        var written = await WrittenRecord.ReadAll(cluster, topic);
        Assert.Equal([("a", "1"), ("b", "2")], written.Select(record => (record.Key, record.Value)));
    }

    [Theory]
    [MemberData(nameof(Acknowledgements))]
    public async Task Records_are_written_in_order_with_each_kind_of_acknowledgement(string transport, Acks acks)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        var topic = await cluster.ServeTopic("orders", 1, 1);
        await using var producer = new Producer<Null, string>(
            ClientTransport.Producer(transport, cluster) with { Acks = acks, BatchSize = 200 });

        var deliveries = Enumerable.Range(0, 500)
            .Select(number => producer.ProduceAsync(new("orders", default, $"{number}")).AsTask()).ToList();
        await producer.FlushAsync();
        var metadata = await Task.WhenAll(deliveries);

        var written = await Eventually.Is(
            () => WrittenRecord.ReadAll(cluster, topic), records => records.Count == 500, "all are written");
        Assert.Equal(Enumerable.Range(0, 500).Select(number => $"{number}"), written.Select(record => record.Value));
        Assert.Equal(
            Enumerable.Range(0, 500).Select(number => acks is Acks.None ? -1 : (long)number),
            metadata.Select(record => record.Offset.Value));
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task Records_are_written_with_each_codec(string transport, CompressionCodec codec)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        var topic = await cluster.ServeTopic("orders", 1, 1);
        await using var producer = new Producer<string, string>(
            ClientTransport.Producer(transport, cluster) with { CompressionType = codec });

        for (var number = 0; number < 1000; number++)
        {
            await producer.SendAsync(new("orders", $"key {number}", new string('x', number)));
        }

        await producer.FlushAsync();

        var written = await WrittenRecord.ReadAll(cluster, topic);
        Assert.Equal(Enumerable.Range(0, 1000).Select(number => $"key {number}"), written.Select(record => record.Key));
        Assert.All(written, record => Assert.Equal(record.Offset, record.Value!.Length));
        Assert.All(written, record => Assert.Equal(codec, record.Codec));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Headers_timestamps_and_tombstones_arrive_as_they_were(string transport)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        var topic = await cluster.ServeTopic("orders", 1, 1);
        await using var producer = new Producer<string, string?>(ClientTransport.Producer(transport, cluster));
        var time = new DateTimeOffset(2020, 2, 29, 12, 0, 0, 123, TimeSpan.Zero);

        var metadata = await producer.ProduceAsync(new("orders", "a", null)
        {
            Timestamp = time,
            Headers = new Headers().Add("h", "1").Add("h", (string?)null).Add("ü", ""),
        });

        var written = Assert.Single(await WrittenRecord.ReadAll(cluster, topic));
        Assert.Equal(("a", null, time), (written.Key, written.Value, written.Timestamp));
        Assert.Equal([("h", "1"), ("h", null), ("ü", "")], written.Headers);
        Assert.Equal(time, metadata.Timestamp);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Keys_and_named_partitions_decide_where_records_go(string transport)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await cluster.ServeTopic("orders", 3, 1);
        await using var producer = new Producer<string, string>(ClientTransport.Producer(transport, cluster));

        var byKey = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(number => producer.ProduceAsync(new("orders", $"{number % 4}", "")).AsTask()));
        var named = await producer.ProduceAsync(new("orders", "0", "") { Partition = 2 });

        Assert.All(
            byKey.Select((record, index) => (record.TopicPartition.Partition, Key: index % 4))
                .GroupBy(each => each.Key),
            group => Assert.Single(group.Select(each => each.Partition).Distinct()));
        Assert.Equal(2, named.TopicPartition.Partition);
        Assert.Equal([0, 1, 2], (await producer.PartitionsForAsync("orders"))
            .Select(partition => partition.TopicPartition.Partition));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Records_without_a_key_reach_every_partition(string transport)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await cluster.ServeTopic("orders", 3, 1);
        await using var producer = new Producer<Null, string>(
            ClientTransport.Producer(transport, cluster) with { BatchSize = 500 });

        var metadata = await Task.WhenAll(Enumerable.Range(0, 2000)
            .Select(_ => producer.ProduceAsync(new("orders", default, "some value")).AsTask()));

        Assert.Equal([0, 1, 2], metadata.Select(record => record.TopicPartition.Partition).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Records_larger_than_a_batch_are_batches_of_their_own(string transport)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        var topic = await cluster.ServeTopic("orders", 1, 1);
        await using var producer = new Producer<string, byte[]>(ClientTransport.Producer(transport, cluster));

        await Task.WhenAll(Enumerable.Range(1, 10)
            .Select(number => producer.ProduceAsync(new("orders", $"{number}", new byte[number * 50_000])).AsTask()));

        var written = await WrittenRecord.ReadAll(cluster, topic);
        Assert.Equal(
            Enumerable.Range(1, 10).Select(number => number * 50_000), written.Select(each => each.Value!.Length));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Batch_that_is_too_large_for_its_topic_is_cut_until_it_fits(string transport)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        var topic = await cluster.ServeTopic("orders", 1, 1, ("max.message.bytes", "2000"));
        await using var producer = new Producer<Null, string>(
            ClientTransport.Producer(transport, cluster) with { BatchSize = 16_000 });

        var metadata = await Task.WhenAll(Enumerable.Range(0, 300)
            .Select(number => producer.ProduceAsync(new("orders", default, $"{number,100}")).AsTask()));

        Assert.Equal(
            Enumerable.Range(0, 300).Select(number => (long)number), metadata.Select(each => each.Offset.Value));
        var written = await WrittenRecord.ReadAll(cluster, topic);
        Assert.Equal(Enumerable.Range(0, 300).Select(number => $"{number,100}"), written.Select(each => each.Value));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Record_that_is_too_large_for_its_topic_fails_alone(string transport)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await cluster.ServeTopic("orders", 1, 1, ("max.message.bytes", "2000"));
        await using var producer = new Producer<Null, string>(ClientTransport.Producer(transport, cluster));

        var before = producer.ProduceAsync(new("orders", default, "small"));
        var large = producer.ProduceAsync(new("orders", default, new string('x', 3000)));
        var after = producer.ProduceAsync(new("orders", default, "small"));

        Assert.Equal(new Offset(0), (await before).Offset);
        var error = await Assert.ThrowsAsync<RecordTooLargeException>(async () => await large);
        Assert.Equal(KafkaError.MessageTooLarge, error.Error);
        Assert.Equal(new Offset(1), (await after).Offset);
    }
}
