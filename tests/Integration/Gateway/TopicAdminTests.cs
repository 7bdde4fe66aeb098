using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Integration.Gateway;

/// <summary>Topics are created, deleted and grown over the wire.</summary>
public sealed class TopicAdminTests
{
    [Fact]
    public async Task Created_topic_answers_with_all_its_settings()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);

        var answer = await client.AskNewest<CreateTopicsResponse>(new CreateTopicsRequest
        {
            Topics =
            [
                new()
                {
                    Name = "orders",
                    NumPartitions = -1,
                    ReplicationFactor = -1,
                    Configs = [new() { Name = "retention.ms", Value = "5000" }],
                },
            ],
            Timeout = TimeSpan.FromSeconds(30),
        });

        var topic = Assert.Single(answer.Topics);
        Assert.Equal((KafkaError.None, 1, (short)1), (topic.Error, topic.NumPartitions, topic.ReplicationFactor));
        Assert.Equal(
            ("5000", (sbyte)1), topic.Configs!.Value.Where(config => config.Name == "retention.ms")
                .Select(config => (config.Value!, config.ConfigSource)).Single());
        Assert.Contains(topic.Configs.Value, config => config is { Name: "cleanup.policy", ConfigSource: 5 });
    }

    [Fact]
    public async Task Created_topic_is_known_to_the_broker_that_answers()
    {
        const int Count = 20;
        await using var cluster = await BrokerCluster.Start(brokers: 3, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster, broker: 2);

        for (var number = 0; number < Count; number++)
        {
            var name = $"orders-{number}";
            await client.AskNewest<CreateTopicsResponse>(new CreateTopicsRequest
            {
                Topics = [new() { Name = name, NumPartitions = 1, ReplicationFactor = 3 }],
                Timeout = Patience,
            });
            var metadata = await client.AskNewest<MetadataResponse>(
                new MetadataRequest { Topics = [new() { Name = name }] });

            Assert.Equal(KafkaError.None, metadata.Topics[0].Error);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Topics_are_deleted_by_name(short version)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        var answer = await client.Ask<DeleteTopicsResponse>(
            new DeleteTopicsRequest { TopicNames = ["orders", "none", "twice", "twice"], Timeout = Patience }, version);

        Assert.Equal(
            [
                ("orders", KafkaError.None),
                ("none", KafkaError.UnknownTopicOrPartition),
                ("twice", KafkaError.InvalidRequest),
            ],
            answer.Responses.Select(response => (response.Name, response.Error)));
        Assert.Empty(await cluster.Admin.DescribeTopics(["orders"]));
    }

    [Fact]
    public async Task Topics_are_deleted_by_id()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        var id = new TopicId((await cluster.ServeTopic("orders", 1, 1)).TopicId);
        var unknown = new TopicId(Guid.NewGuid());

        var answer = await client.Ask<DeleteTopicsResponse>(
            new DeleteTopicsRequest
            {
                Topics =
                [
                    new() { TopicId = id },
                    new() { TopicId = unknown },
                    new() { Name = "orders", TopicId = id },
                    new(),
                ],
                Timeout = Patience,
            },
            version: 6);

        Assert.Equal(
            [
                ("orders", id, KafkaError.None),
                (null, unknown, KafkaError.UnknownTopicId),
                ("orders", id, KafkaError.InvalidRequest),
                (null, TopicId.None, KafkaError.InvalidRequest),
            ],
            answer.Responses.Select(response => (response.Name, response.TopicId, response.Error)));
    }

    [Theory]
    [InlineData(2, KafkaError.InvalidRequest)]
    [InlineData(5, KafkaError.TopicDeletionDisabled)]
    public async Task Topics_stay_where_deletion_is_disabled(short version, KafkaError expected)
    {
        await using var cluster = await BrokerCluster.Start(
            brokers: 1, gateway: new GatewayOptions { IsTopicDeletionEnabled = false });
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        var answer = await client.Ask<DeleteTopicsResponse>(
            new DeleteTopicsRequest { TopicNames = ["orders"], Timeout = Patience }, version);

        Assert.Equal(expected, Assert.Single(answer.Responses).Error);
        Assert.Single(await cluster.Admin.DescribeTopics(["orders"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Topics_get_more_partitions_but_never_fewer(short version)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 2, 1);
        await cluster.ServeTopic("bills", 2, 1);
        await cluster.ServeTopic("letters", 1, 1);

        var answer = await client.Ask<CreatePartitionsResponse>(
            new CreatePartitionsRequest
            {
                Topics =
                [
                    new() { Name = "orders", Count = 3, Assignments = null },
                    new() { Name = "bills", Count = 2, Assignments = null },
                    new() { Name = "letters", Count = 2, Assignments = [new() { BrokerIds = [new(7)] }] },
                    new() { Name = "none", Count = 2, Assignments = null },
                ],
                Timeout = Patience,
            },
            version);

        Assert.Equal(
            [
                ("orders", KafkaError.None),
                ("bills", KafkaError.InvalidPartitions),
                ("letters", KafkaError.InvalidReplicaAssignment),
                ("none", KafkaError.UnknownTopicOrPartition),
            ],
            answer.Results.Select(result => (result.Name, result.Error)));
        Assert.Equal(3, (await cluster.Admin.DescribeTopics(["orders"])).Single().Partitions.Length);
    }

    [Fact]
    public async Task Growth_that_is_only_validated_changes_nothing()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        var answer = await client.AskNewest<CreatePartitionsResponse>(new CreatePartitionsRequest
        {
            Topics = [new() { Name = "orders", Count = 3, Assignments = null }],
            Timeout = Patience,
            ValidateOnly = true,
        });

        Assert.Equal(KafkaError.None, Assert.Single(answer.Results).Error);
        Assert.Single((await cluster.Admin.DescribeTopics(["orders"])).Single().Partitions);
    }

    private static TimeSpan Patience => TimeSpan.FromSeconds(30);
}
