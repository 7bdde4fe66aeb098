using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Integration.Gateway;

/// <summary>What producers, consumers and their metadata come upon beside the plain way.</summary>
public sealed class DataPathTests
{
    [Fact]
    public async Task Metadata_without_a_list_means_all_topics_and_an_empty_list_none()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        var first = await client.Ask<MetadataResponse>(new MetadataRequest { Topics = [] }, version: 0);
        var empty = await client.Ask<MetadataResponse>(new MetadataRequest { Topics = [] }, version: 1);
        var none = await client.Ask<MetadataResponse>(new MetadataRequest { Topics = null }, version: 1);

        Assert.Equal("orders", Assert.Single(first.Topics).Name);
        Assert.Empty(empty.Topics);
        Assert.Equal("orders", Assert.Single(none.Topics).Name);
    }

    [Fact]
    public async Task Metadata_of_topics_that_are_not_there_says_why()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);

        var answer = await client.Ask<MetadataResponse>(
            new MetadataRequest
            {
                Topics = [new() { Name = "none" }, new() { Name = "no name" }, new() { TopicId = new(Guid.NewGuid()) }],
            },
            version: 12);

        Assert.Equal(
            [KafkaError.UnknownTopicOrPartition, KafkaError.InvalidTopicException, KafkaError.UnknownTopicId],
            answer.Topics.Select(topic => topic.Error));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    public async Task Metadata_by_id_is_refused_where_the_answer_has_no_place_for_a_missing_name(short version)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);

        var answer = await client.Ask<MetadataResponse>(
            new MetadataRequest { Topics = [new() { Name = "orders" }, new() { Name = null }] }, version);

        Assert.Equal(
            [("orders", KafkaError.InvalidRequest), ("", KafkaError.InvalidRequest)],
            answer.Topics.Select(topic => (topic.Name!, topic.Error)));
    }

    [Theory]
    [InlineData(true, KafkaError.LeaderNotAvailable)]
    [InlineData(false, KafkaError.UnknownTopicOrPartition)]
    public async Task Topic_is_made_for_who_lets_it_be_made(bool isAllowed, KafkaError expected)
    {
        await using var cluster = await BrokerCluster.Start(
            brokers: 1, gateway: new GatewayOptions { IsAutoCreateEnabled = true });
        await using var client = await TestClient.Connect(cluster);

        var answer = await client.Ask<MetadataResponse>(
            new MetadataRequest { Topics = [new() { Name = "orders" }], AllowAutoTopicCreation = isAllowed },
            version: 4);

        Assert.Equal(expected, Assert.Single(answer.Topics).Error);
        Assert.Equal(isAllowed ? 1 : 0, (await cluster.Admin.DescribeTopics(["orders"])).Length);
    }

    [Fact]
    public async Task Produce_that_wants_no_answer_closes_the_connection_when_it_fails()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);

        await client.Send(TestRecords.Produce("none", count: 1, acks: 0), version: 7);

        Assert.True(await client.IsClosed());
    }

    [Fact]
    public async Task Produce_that_wants_no_answer_leaves_the_next_request_its_own()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await using var other = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        await client.Send(TestRecords.Produce("orders", count: 3, acks: 0), version: 7);

        var fetched = await other.Ask<FetchResponse>(Fetch("orders", offset: 0), version: 11);
        Assert.True(fetched.Responses[0].Partitions[0].Records!.ByteCount > 0);
    }

    [Fact]
    public async Task Produce_to_a_topic_id_that_is_not_there_says_so()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);

        var answer = await client.Ask<ProduceResponse>(
            new ProduceRequest
            {
                Acks = 1,
                TopicData =
                [
                    new()
                    {
                        TopicId = new TopicId(Guid.NewGuid()),
                        PartitionData = [new() { Index = 0, Records = TestRecords.Batch(1) }],
                    },
                ],
            },
            version: 13);

        Assert.Equal(KafkaError.UnknownTopicId, Assert.Single(answer.Responses[0].PartitionResponses).Error);
    }

    [Fact]
    public async Task Fetch_waits_until_there_is_something()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var reader = await TestClient.Connect(cluster);
        await using var writer = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        await reader.Send(Fetch("orders", offset: 0), version: 11);
        await writer.Ask<ProduceResponse>(TestRecords.Produce("orders", count: 3), version: 7);
        var answer = await reader.Read<FetchResponse>();

        var partition = Assert.Single(answer.Responses[0].Partitions);
        Assert.Equal((KafkaError.None, new Offset(3)), (partition.Error, partition.HighWatermark));
        Assert.True(partition.Records!.ByteCount > 0);
    }

    [Fact]
    public async Task Fetch_beyond_the_end_or_of_a_session_of_nobody_is_refused()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        var beyond = await client.Ask<FetchResponse>(Fetch("orders", offset: 5), version: 4);
        var session = await client.Ask<FetchResponse>(
            new FetchRequest { SessionId = 7, SessionEpoch = 3 }, version: 11);

        Assert.Equal(KafkaError.OffsetOutOfRange, beyond.Responses[0].Partitions[0].Error);
        Assert.Equal(KafkaError.FetchSessionIdNotFound, session.Error);
    }

    private static FetchRequest Fetch(string topic, long offset) => new()
    {
        MinBytes = 1,
        MaxBytes = 1024 * 1024,
        MaxWait = TimeSpan.FromMinutes(5),
        Topics =
        [
            new()
            {
                Topic = topic,
                Partitions = [new() { Partition = 0, FetchOffset = new(offset), PartitionMaxBytes = 1024 * 1024 }],
            },
        ],
    };
}
