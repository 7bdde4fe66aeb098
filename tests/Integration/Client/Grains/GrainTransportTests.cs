using Cloud.Client;
using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Integration.Gateway;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Integration.Client.Grains;

/// <summary>The client's core on grain calls, against brokers on whichever Orleans runtime was built.</summary>
public sealed class GrainTransportTests
{
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Cluster_is_found_without_an_address_and_the_topic_with_its_leader()
    {
        await using var cluster = await Start(brokers: 3);
        await cluster.ServeTopic("orders", 3, 3);
        await using var client = Open(cluster.Grains);

        var topic = await client.Metadata.Topic("orders", client.NewDeadline(), CancellationToken.None);

        Assert.Equal(3, client.Metadata.Snapshot.Brokers.Count);
        Assert.Equal([0, 1, 2], topic.Partitions.Select(partition => partition.Index));
        Assert.All(topic.Partitions, partition => Assert.True(partition.Leader.Value >= 0));
    }

    [Fact]
    public async Task Batches_of_a_connection_get_their_offsets_in_the_order_of_the_calls()
    {
        await using var cluster = await Start(brokers: 1);
        await cluster.ServeTopic("orders", 1, 1);
        await using var client = Open(cluster.Grains);
        await client.Metadata.Topic("orders", client.NewDeadline(), CancellationToken.None);
        var connection = await client.Connect(new(0), ConnectionPurpose.Produce, CancellationToken.None);

        var produced = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            connection.Send(TestRecords.Produce("orders", count: 2), Patience, versionMax: 12)));

        Assert.Equal(
            Enumerable.Range(0, 50).Select(index => (KafkaError.None, new Offset(2 * index))),
            produced.Select(answer => answer.Responses[0].PartitionResponses[0])
                .Select(answer => (answer.Error, answer.BaseOffset)));
    }

    [Fact]
    public async Task Broker_that_is_away_is_unreachable_and_another_leads()
    {
        await using var cluster = await Start(brokers: 3);
        var topic = await cluster.ServeTopic("orders", 1, 3);
        var dead = topic.Partitions[0].Leader;
        await using var client = Open(cluster.Grains);
        await client.Metadata.Topic("orders", client.NewDeadline(), CancellationToken.None);
        var connection = await client.Connect(new(dead), ConnectionPurpose.Fetch, CancellationToken.None);
        var waiting = connection.Send(LongFetch(), Patience, versionMax: 12);

        await cluster.Kill(dead);

        // A silo of Microsoft's test clusters may still answer while it is killed; the embedded one is tested to the
        // letter.
        Assert.True(await Record.ExceptionAsync(() => waiting) is null or ConnectionLostException);
        await Eventually.Is(
            () => Record.ExceptionAsync(() => client.Send(
                new BrokerId(dead),
                new MetadataRequest { Topics = [] },
                CancellationToken.None,
                ConnectionPurpose.Fetch)),
            failure => failure is BrokersUnreachableException,
            "it is unreachable");
        await Eventually.Is(
            async () =>
            {
                await client.TryRefresh(client.NewDeadline(), CancellationToken.None);
                return client.Metadata.Snapshot.Find("orders")!.Partitions[0].Leader.Value;
            },
            leader => leader >= 0 && leader != dead,
            "another leads");
    }

    [Fact]
    public async Task Cluster_that_is_gone_is_unreachable()
    {
        var cluster = await Start(brokers: 1);
        var grains = cluster.Grains;
        await cluster.Kill(0);
        await using var client = Open(grains);

        await Assert.ThrowsAsync<BrokersUnreachableException>(
            () => client.SendToAny(new MetadataRequest { Topics = [] }, CancellationToken.None));

        await cluster.DisposeAsync();
        await Assert.ThrowsAsync<BrokersUnreachableException>(
            () => client.SendToAny(new MetadataRequest { Topics = [] }, CancellationToken.None));
    }

    [Fact]
    public async Task Client_works_in_a_grain_and_in_a_silo_as_it_does_outside()
    {
        await using var cluster = await Start(brokers: 2);
        await using var inSilo = Open(cluster.ServicesOf(1).GetRequiredService<IGrainFactory>());

        var answer = await inSilo.SendToAny(new MetadataRequest { Topics = [] }, CancellationToken.None);
        var counted = await cluster.Grains.GetGrain<IClientGrain>("one").CountBrokers();

        Assert.Equal((2, 2), (answer.Brokers.Length, counted));
    }

    internal static Task<BrokerCluster> Start(int brokers) =>
        BrokerCluster.Start(brokers, gateway: new GatewayOptions());

    internal static ClusterClient Open(IGrainFactory grains) =>
        new(new TransportOptions { Transport = new GrainTransport(grains) }, mayCreateTopics: false);

    internal static FetchRequest LongFetch() => new()
    {
        MaxWait = TimeSpan.FromMinutes(1),
        MinBytes = 1,
        Topics = [new() { Topic = "orders", Partitions = [new() { PartitionMaxBytes = 100_000 }] }],
    };
}
