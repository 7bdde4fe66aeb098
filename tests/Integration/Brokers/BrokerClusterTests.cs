using Cloud.Grains.Interfaces.Metadata;
using Cloud.Protocol.Errors;

namespace Cloud.Integration.Brokers;

/// <summary>Three brokers on real files: what clients of the grains see.</summary>
public sealed class BrokerClusterTests
{
    [Fact]
    public async Task Records_are_appended_by_the_leader_and_readable_on_every_replica()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 3);
        var topic = await cluster.CreateTopic("orders", partitions: 1, replicationFactor: 3);
        var producer = await TestProducer.Create(cluster, topic);

        await producer.Send(batches: 20);

        var leader = (await cluster.Describe("orders")).Leader;
        Assert.Equal(Enumerable.Range(0, 200), await TestReader.ReadAll(cluster, topic, leader));
    }

    [Fact]
    public async Task Follower_refuses_appends()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 2);
        var topic = await cluster.CreateTopic("orders", partitions: 1, replicationFactor: 2);
        var follower = topic.Partitions[0].Replicas[1];

        var answer = await cluster.Replica(topic, follower).Append(new([new byte[100]], Acks: -1, TimeSpan.Zero));

        Assert.Equal(KafkaError.NotLeaderOrFollower, answer.Error);
    }

    [Fact]
    public async Task Killed_leader_is_replaced_and_nothing_acknowledged_is_lost()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 3);
        var topic = await cluster.CreateTopic("orders", 1, 3, ("min.insync.replicas", "2"));
        var producer = await TestProducer.Create(cluster, topic);
        await producer.Send(batches: 10);
        var first = (await cluster.Describe("orders")).Leader;

        await cluster.Kill(first);
        await producer.Send(batches: 10);

        var partition = await cluster.Describe("orders");
        Assert.NotEqual(first, partition.Leader);
        Assert.DoesNotContain(first, partition.Isr);
        Assert.Equal(Enumerable.Range(0, 200), await TestReader.ReadAll(cluster, topic, partition.Leader));
        Assert.Equal(Enumerable.Range(0, 20).Select(batch => batch * 10L), producer.Acknowledged);
    }

    [Fact]
    public async Task Killed_broker_that_comes_back_catches_up_and_is_in_sync_again()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 3);
        var topic = await cluster.CreateTopic("orders", 1, 3, ("min.insync.replicas", "2"));
        var producer = await TestProducer.Create(cluster, topic);
        await producer.Send(batches: 10);
        var first = (await cluster.Describe("orders")).Leader;
        await cluster.Kill(first);
        await producer.Send(batches: 10);

        await cluster.Start(first);
        await Eventually.Is(
            () => cluster.Describe("orders"), partition => partition.Isr.Length == 3, "all replicas are in sync");
        await producer.Send(batches: 1);

        await Eventually.Is(
            () => TestReader.ReadAll(cluster, topic, first),
            numbers => numbers.SequenceEqual(Enumerable.Range(0, 210)),
            "the former leader has it all");
    }

    [Fact]
    public async Task Killed_follower_of_an_idle_partition_is_in_sync_again_without_an_append()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 3);
        var topic = await cluster.CreateTopic("orders", partitions: 1, replicationFactor: 3);
        var producer = await TestProducer.Create(cluster, topic);
        await producer.Send(batches: 1);
        var follower = (await cluster.Describe("orders")).Replicas[1];
        await cluster.Kill(follower);
        await Eventually.Is(
            () => cluster.Describe("orders"), partition => partition.Isr.Length == 2, "the follower is left out");

        await cluster.Start(follower);

        await Eventually.Is(
            () => cluster.Describe("orders"), partition => partition.Isr.Length == 3, "all replicas are in sync");
    }

    [Fact]
    public async Task Broker_that_stops_in_peace_hands_its_leaderships_over_first()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 3);
        var topic = await cluster.CreateTopic("orders", 1, 3);
        var producer = await TestProducer.Create(cluster, topic);
        await producer.Send(batches: 10);
        var first = (await cluster.Describe("orders")).Leader;

        await cluster.Stop(first);

        var partition = await cluster.Describe("orders");
        Assert.NotEqual(first, partition.Leader);
        Assert.DoesNotContain(first, partition.Isr);
        Assert.True(File.Exists(Path.Combine(cluster.FolderOf(first), ".kafka_cleanshutdown")));
        await producer.Send(batches: 10);
        Assert.Equal(Enumerable.Range(0, 200), await TestReader.ReadAll(cluster, topic, partition.Leader));
    }

    [Fact]
    public async Task Deleted_topic_is_gone_from_every_disk()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 2);
        var topic = await cluster.CreateTopic("orders", 1, 2, ("file.delete.delay.ms", "0"));
        var producer = await TestProducer.Create(cluster, topic);
        await producer.Send(batches: 1);
        Assert.All(cluster.Brokers, broker => Assert.True(HasLog(cluster, broker)));

        Assert.Equal(KafkaError.None, (await cluster.Admin.DeleteTopic(topic.TopicId)).Error);

        await Eventually.Is(
            () => Task.FromResult(cluster.Brokers.Any(broker => HasLog(cluster, broker))),
            isThere => !isThere,
            "the logs are gone");
        Assert.Empty(await cluster.Admin.DescribeTopics(["orders"]));
    }

    [Fact]
    public async Task Whole_cluster_that_was_killed_serves_again_with_everything()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 3);
        var topic = await cluster.CreateTopic("orders", 1, 3, ("min.insync.replicas", "2"));
        var producer = await TestProducer.Create(cluster, topic);
        await producer.Send(batches: 10);

        foreach (var broker in cluster.Brokers)
        {
            await cluster.Kill(broker);
        }

        foreach (var broker in (int[])[2, 0, 1])
        {
            await cluster.Start(broker);
        }

        await producer.Send(batches: 10);
        var leader = (await cluster.Describe("orders")).Leader;
        Assert.Equal(Enumerable.Range(0, 200), await TestReader.ReadAll(cluster, topic, leader));
    }

    [Fact]
    public async Task Brokers_are_known_with_their_condition()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 2);

        var brokers = await cluster.Admin.DescribeBrokers();

        Assert.Equal([0, 1], brokers.Select(broker => broker.BrokerId));
        Assert.All(brokers, broker => Assert.Equal(BrokerCondition.Active, broker.Condition));
    }

    private static bool HasLog(BrokerCluster cluster, int broker) =>
        Directory.GetDirectories(cluster.FolderOf(broker), "orders-0").Length > 0;
}
