using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Integration.Gateway;

/// <summary>What clients are told of the cluster as a whole.</summary>
public sealed class ClusterAdminTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Cluster_is_described_with_its_brokers(short version)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 2, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);

        // A broker hears of the others a little after they have begun to serve.
        var answer = await Eventually.Is(
            () => client.Ask<DescribeClusterResponse>(new DescribeClusterRequest(), version),
            response => response.Brokers.Length == 2,
            "both brokers are known");

        Assert.Equal((KafkaError.None, BrokerCluster.ClusterId), (answer.Error, answer.ClusterId));
        Assert.Equal(
            [(0, cluster.KafkaPortOf(0)), (1, cluster.KafkaPortOf(1))],
            answer.Brokers.Select(broker => (broker.BrokerId.Value, broker.Port)));
        Assert.Contains(answer.ControllerId.Value, cluster.Brokers);
    }

    [Fact]
    public async Task Fenced_brokers_are_shown_only_to_who_asks_for_them()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 2, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.Stop(1);

        var serving = await Eventually.Is(
            () => client.AskNewest<DescribeClusterResponse>(new DescribeClusterRequest()),
            response => response.Brokers.Length == 1,
            "the other one is known to have stopped");
        var all = await client.AskNewest<DescribeClusterResponse>(
            new DescribeClusterRequest { IncludeFencedBrokers = true });

        Assert.Equal([0], serving.Brokers.Select(broker => broker.BrokerId.Value));
        Assert.Equal(
            [(0, false), (1, true)], all.Brokers.Select(broker => (broker.BrokerId.Value, broker.IsFenced)));
    }

    [Theory]
    [InlineData(2, KafkaError.MismatchedEndpointType)]
    [InlineData(7, KafkaError.UnsupportedEndpointType)]
    public async Task Endpoints_that_are_none_of_brokers_are_refused(sbyte type, KafkaError expected)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);

        var answer = await client.AskNewest<DescribeClusterResponse>(
            new DescribeClusterRequest { EndpointType = type });

        Assert.Equal(expected, answer.Error);
    }

    [Fact]
    public async Task Resources_with_settings_are_listed_by_kind()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        var old = await client.Ask<ListConfigResourcesResponse>(new ListConfigResourcesRequest(), version: 0);
        var all = await client.Ask<ListConfigResourcesResponse>(new ListConfigResourcesRequest(), version: 1);
        var none = await client.Ask<ListConfigResourcesResponse>(
            new ListConfigResourcesRequest { ResourceTypes = [99] }, version: 1);

        Assert.Empty(old.ConfigResources);
        Assert.Equal(
            [("orders", 2), ("0", 4)], all.ConfigResources.Select(one => (one.Name, (int)one.ResourceType)));
        Assert.Equal(KafkaError.UnsupportedVersion, none.Error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Coordinator_of_one_key_is_not_available(short version)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);

        var answer = await client.Ask<FindCoordinatorResponse>(new FindCoordinatorRequest { Key = "group" }, version);

        Assert.Equal((KafkaError.CoordinatorNotAvailable, BrokerId.None), (answer.Error, answer.NodeId));
    }

    [Theory]
    [InlineData(0, KafkaError.CoordinatorNotAvailable)]
    [InlineData(1, KafkaError.CoordinatorNotAvailable)]
    [InlineData(3, KafkaError.InvalidRequest)]
    public async Task Coordinators_of_many_keys_are_answered_one_by_one(sbyte type, KafkaError expected)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);

        var answer = await client.AskNewest<FindCoordinatorResponse>(
            new FindCoordinatorRequest { KeyType = type, CoordinatorKeys = ["a", "b"] });

        Assert.Equal(
            [("a", expected), ("b", expected)], answer.Coordinators.Select(found => (found.Key, found.Error)));
    }
}
