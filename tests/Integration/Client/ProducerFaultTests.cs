using Cloud.Client;
using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Protocol.Errors;

namespace Cloud.Integration.Client;

/// <summary>Producers while silos die, and where topics are not as they should be.</summary>
public sealed class ProducerFaultTests
{
    public static TheoryData<string> Transports => ClientTransport.All;

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Silos_killed_under_load_lose_and_double_nothing(string transport)
    {
        const int Partitions = 3;
        await using var cluster = await BrokerCluster.Start(brokers: 3, gateway: new GatewayOptions());
        var topic = await cluster.ServeTopic("orders", Partitions, 3, ("min.insync.replicas", "2"));
        await using var producer = new Producer<Null, string>(ClientTransport.Producer(transport, cluster) with
        {
            BatchSize = 2000, RequestTimeout = TimeSpan.FromSeconds(5),
        });
        using var ending = new CancellationTokenSource();
        var load = Enumerable.Range(0, Partitions)
            .Select(partition => Load(producer, partition, ending.Token)).ToList();

        foreach (var broker in (int[])[0, 1])
        {
            await load[0].Passes(500);
            await cluster.Kill(broker);
            await load[0].Passes(500);
            await cluster.Start(broker);
            await Eventually.Is(
                async () => (await cluster.Admin.DescribeTopics(["orders"])).Single().Partitions,
                partitions => partitions.All(partition => partition.Isr.Length == 3),
                "all replicas are in sync");
        }

        await ending.CancelAsync();
        for (var partition = 0; partition < Partitions; partition++)
        {
            var count = await load[partition].Sent;
            var written = await WrittenRecord.ReadAll(cluster, topic, partition);
            Assert.Equal(Enumerable.Range(0, count).Select(number => $"{number}"), written.Select(each => each.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Topic_that_does_not_exist_is_named_within_MaxBlock(string transport)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var producer = new Producer<Null, string>(
            ClientTransport.Producer(transport, cluster) with { MaxBlock = TimeSpan.FromSeconds(1) });

        var error = await Assert.ThrowsAsync<ClientException>(
            () => producer.ProduceAsync(new("none", default, "a")).AsTask());

        Assert.Equal(KafkaError.UnknownTopicOrPartition, error.Error);
        Assert.Contains("'none'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Topic_that_cannot_be_is_refused_at_once(string transport)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var producer = new Producer<Null, string>(ClientTransport.Producer(transport, cluster));

        var error = await Assert.ThrowsAsync<ClientException>(
            () => producer.ProduceAsync(new("no name", default, "a")).AsTask());

        Assert.Equal(KafkaError.InvalidTopicException, error.Error);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Topic_is_made_where_the_cluster_does_so(string transport)
    {
        await using var cluster = await BrokerCluster.Start(
            brokers: 1, gateway: new GatewayOptions { IsAutoCreateEnabled = true });
        await using var producer = new Producer<Null, string>(ClientTransport.Producer(transport, cluster));

        var metadata = await producer.ProduceAsync(new("orders", default, "a"));

        Assert.Equal(0, metadata.Offset.Value);
    }

    private static ProducerLoad Load(Producer<Null, string> producer, int partition, CancellationToken ending) =>
        new(producer, partition, ending);
}
