using Cloud.Client;
using Cloud.Integration.Brokers;
using Cloud.Protocol;

namespace Cloud.Integration.Client.Administration;

/// <summary>What the cluster and its brokers say of themselves.</summary>
public class ClusterAdministrationTests : AdministrationTests
{
    [Fact]
    public async Task Cluster_is_described_with_its_brokers()
    {
        await using var cluster = await StartCluster(brokers: 2);
        await using var admin = Open(cluster);

        var described = await AllAreKnown(admin, brokers: 2);

        Assert.Equal(BrokerCluster.ClusterId, described.ClusterId);
        Assert.Equal(
            [(0, cluster.KafkaPortOf(0), false), (1, cluster.KafkaPortOf(1), false)],
            described.Brokers.Select(broker => (broker.Id.Value, broker.Port, broker.IsFenced)));
        Assert.Contains(described.Controller.Value, cluster.Brokers);
    }

    [Fact]
    public async Task Folders_of_brokers_show_their_replicas()
    {
        await using var cluster = await StartCluster(brokers: 2);
        await using var admin = Open(cluster);
        await AllAreKnown(admin, brokers: 2);
        await cluster.ServeTopic("orders", 1, 2);

        var results = await Eventually.Is(
            () => admin.DescribeLogDirsAsync(Ids(0, 1)),
            brokers => brokers.All(broker =>
                broker.Value.IsOk && broker.Value.Value.Any(folder => folder.Replicas.Count == 1)),
            "both have a replica");

        Assert.All(results.Successes, broker => Assert.Equal(
            new TopicPartition("orders", 0), broker.Value.Single().Replicas.Single().TopicPartition));
    }

    [Fact]
    public async Task Broker_that_is_not_there_fails_alone()
    {
        await using var cluster = await StartCluster();
        await using var admin = new AdminClient(new AdminOptions
        {
            BootstrapServers = [$"127.0.0.1:{cluster.KafkaPortOf(0)}"],
            Transport = TransportTo(cluster),
            DefaultApiTimeout = TimeSpan.FromMilliseconds(500),
        });

        var results = await admin.DescribeLogDirsAsync(Ids(0, 7));

        Assert.True(results[new(0)].IsOk);
        Assert.Contains("Broker 7", results[new(7)].Failure?.Message);
    }

    [Fact]
    public async Task Brokers_tell_what_they_serve()
    {
        await using var cluster = await StartCluster();
        await using var admin = Open(cluster);

        var apis = (await admin.DescribeApisAsync(Ids(0)))[new(0)].Value;
        var features = await admin.DescribeFeaturesAsync();

        Assert.Contains(apis, api => api is { Key: 1, Name: "Fetch", VersionMost: >= 12 });
        Assert.All(features.Finalized, feature => Assert.True(feature.Value.Most >= feature.Value.Least));
    }
}
