using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Integration.Gateway;

/// <summary>Topics are described page by page.</summary>
public sealed class DescribeTopicPartitionsTests
{
    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_overlap()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 3, 1);
        await cluster.ServeTopic("bills", 2, 1);

        var seen = new List<(string?, int)>();
        DescribeTopicPartitionsRequest.PageCursor? cursor = null;
        do
        {
            var page = await Describe(client, limit: 2, cursor);
            seen.AddRange(page.Topics.SelectMany(topic =>
                topic.Partitions.Select(partition => (topic.Name, partition.PartitionIndex))));
            cursor = page.NextCursor is { } next
                ? new() { TopicName = next.TopicName, PartitionIndex = next.PartitionIndex }
                : null;
        }
        while (cursor is not null);

        Assert.Equal([("bills", 0), ("bills", 1), ("orders", 0), ("orders", 1), ("orders", 2)], seen);
    }

    [Fact]
    public async Task Page_is_no_larger_than_the_broker_lets_it()
    {
        await using var cluster = await BrokerCluster.Start(
            brokers: 1, gateway: new GatewayOptions { DescribedPartitionsMax = 1 });
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 2, 1);

        var page = await Describe(client, limit: 100, cursor: null);

        Assert.Single(page.Topics[0].Partitions);
        Assert.Equal(("orders", 1), (page.NextCursor!.TopicName, page.NextCursor.PartitionIndex));
    }

    [Fact]
    public async Task Topics_that_are_not_there_are_named_with_their_error()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);

        var page = await Describe(client, limit: 10, cursor: null, "none", "no name");

        Assert.Equal(
            [("no name", KafkaError.InvalidTopicException), ("none", KafkaError.UnknownTopicOrPartition)],
            page.Topics.Select(topic => (topic.Name, topic.Error)));
    }

    [Theory]
    [InlineData("other", 0)]
    [InlineData("orders", -1)]
    public async Task Cursor_that_fits_nothing_is_refused(string topic, int partition)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        var page = await Describe(client, 10, new() { TopicName = topic, PartitionIndex = partition }, "orders");

        Assert.Equal(KafkaError.InvalidRequest, Assert.Single(page.Topics).Error);
    }

    private static Task<DescribeTopicPartitionsResponse> Describe(
        TestClient client, int limit, DescribeTopicPartitionsRequest.PageCursor? cursor, params string[] topics) =>
        client.AskNewest<DescribeTopicPartitionsResponse>(new DescribeTopicPartitionsRequest
        {
            Topics = [.. topics.Select(name => new DescribeTopicPartitionsRequest.TopicRequest { Name = name })],
            ResponsePartitionLimit = limit,
            Cursor = cursor,
        });
}
