using Cloud.Client;
using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Integration.Client.Administration;

/// <summary>Topics, from their creation to their end.</summary>
public class TopicAdministrationTests : AdministrationTests
{
    [Fact]
    public async Task Created_topics_are_listed_and_described()
    {
        await using var cluster = await StartCluster(brokers: 2);
        await using var admin = Open(cluster);
        await AllAreKnown(admin, brokers: 2);

        var created = await admin.CreateTopicsAsync(
        [
            new NewTopic("orders", 2, 2) { Configs = new Dictionary<string, string> { ["retention.ms"] = "1000" } },
            new NewTopic("payments") { Assignments = [Ids(1), Ids(0), Ids(1)] },
            new NewTopic("defaults"),
        ]);

        created.ThrowIfAnyFailed();
        Assert.Equal((2, 2, "1000"), (
            created["orders"].Value.PartitionCount,
            created["orders"].Value.ReplicationFactor,
            created["orders"].Value.Configs["retention.ms"]));
        var described = await admin.DescribeTopicsAsync(["orders", "payments"]);
        Assert.Equal(created["orders"].Value.Id, described["orders"].Value.Id);
        Assert.Equal([0, 1], described["orders"].Value.Partitions.Select(partition => partition.Index));
        Assert.Equal(Ids(1, 0, 1), described["payments"].Value.Partitions.Select(partition => partition.Replicas[0]));
        Assert.All(described["payments"].Value.Partitions, partition => Assert.Equal([], partition.EligibleLeaders!));
        await Eventually.Is(
            () => admin.ListTopicsAsync(),
            topics => topics.Select(topic => (topic.Name, topic.PartitionCount)).SequenceEqual(
                [("defaults", 1), ("orders", 2), ("payments", 3)]),
            "all are listed");
    }

    [Fact]
    public async Task Topic_that_cannot_be_created_does_not_hide_the_others()
    {
        await using var cluster = await StartCluster();
        await using var admin = Open(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        var results = await admin.CreateTopicsAsync(
            [new("orders", 1, 1), new("a b", 1, 1), new("wide", 1, 7), new("good", 1, 1)]);

        Assert.Equal(
            [KafkaError.TopicAlreadyExists, KafkaError.InvalidTopicException, KafkaError.InvalidReplicationFactor],
            results.Failures.Select(failure => failure.Value.Error));
        Assert.True(results["good"].IsOk);
        var thrown = Assert.Throws<ClientException>(() => results.ThrowIfAnyFailed());
        Assert.Equal(KafkaError.TopicAlreadyExists, thrown.Error);
        Assert.Contains("3 of 4", thrown.Message);
        Assert.Contains("'wide'", thrown.Message);
        Assert.Throws<ClientException>(() => results["orders"].Value);
    }

    [Fact]
    public async Task Topic_that_is_only_validated_is_not_there()
    {
        await using var cluster = await StartCluster();
        await using var admin = Open(cluster);

        var validated = await admin.CreateTopicsAsync([new NewTopic("orders", 3, 1)], validateOnly: true);

        Assert.True(validated["orders"].IsOk);
        Assert.Empty(await cluster.Admin.DescribeTopics(["orders"]));
    }

    [Fact]
    public async Task Topics_are_deleted_by_name_and_by_id()
    {
        await using var cluster = await StartCluster();
        await using var admin = Open(cluster);
        await cluster.ServeTopic("orders", 1, 1);
        var payments = await cluster.ServeTopic("payments", 1, 1);

        var byName = await admin.DeleteTopicsAsync(["orders", "absent"]);
        var byId = await admin.DeleteTopicsAsync([new TopicId(payments.TopicId)]);

        Assert.True(byName["orders"].IsOk);
        Assert.Equal(KafkaError.UnknownTopicOrPartition, byName["absent"].Failure?.Error);
        byId.ThrowIfAnyFailed();
        Assert.Empty(await cluster.Admin.DescribeTopics(["orders", "payments"]));
    }

    [Fact]
    public async Task Partitions_are_added_but_never_taken_away()
    {
        await using var cluster = await StartCluster();
        await using var admin = Open(cluster);
        await cluster.ServeTopic("orders", 2, 1);

        var added = await admin.CreatePartitionsAsync([new NewPartitions("orders", 3)]);
        var fewer = await admin.CreatePartitionsAsync([new NewPartitions("orders", 1)]);

        added.ThrowIfAnyFailed();
        Assert.Equal(KafkaError.InvalidPartitions, fewer["orders"].Failure?.Error);
        Assert.Equal(3, (await cluster.Admin.DescribeTopics(["orders"])).Single().Partitions.Length);
    }

    [Fact]
    public async Task Missing_topic_is_a_failure_that_names_it()
    {
        await using var cluster = await StartCluster();
        await using var admin = new AdminClient(new AdminOptions
        {
            BootstrapServers = [$"127.0.0.1:{cluster.KafkaPortOf(0)}"],
            Transport = TransportTo(cluster),
            UnknownTopicPatience = TimeSpan.Zero,
        });

        var results = await admin.DescribeTopicsAsync(["absent"]);

        Assert.Equal(KafkaError.UnknownTopicOrPartition, results["absent"].Failure?.Error);
        Assert.Contains("'absent'", results["absent"].Failure?.Message);
    }

    [Fact]
    public async Task Topic_of_more_partitions_than_a_page_is_described_whole()
    {
        await using var cluster = await BrokerCluster.Start(
            brokers: 1, gateway: new GatewayOptions { DescribedPartitionsMax = 2 });
        await using var admin = Open(cluster);
        await cluster.ServeTopic("wide", 5, 1);
        await cluster.ServeTopic("narrow", 1, 1);

        var described = await admin.DescribeTopicsAsync(["wide", "narrow"]);

        Assert.Equal([0, 1, 2, 3, 4], described["wide"].Value.Partitions.Select(partition => partition.Index));
        Assert.Single(described["narrow"].Value.Partitions);
    }
}
