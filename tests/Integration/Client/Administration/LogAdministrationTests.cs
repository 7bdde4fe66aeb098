using Cloud.Client;
using Cloud.Integration.Client.Consuming;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Integration.Client.Administration;

/// <summary>What is in the logs of partitions, wherever they are led.</summary>
public class LogAdministrationTests : AdministrationTests
{
    [Fact]
    public async Task Offsets_are_found_by_every_kind_of_question()
    {
        await using var cluster = await StartCluster();
        await using var admin = Open(cluster);
        var topic = await FilledTopic.Create(cluster, "orders", partitions: 6);
        foreach (var partition in topic.All)
        {
            await topic.Add(partition.Partition, "a", "b", "c");
        }

        var results = await admin.ListOffsetsAsync(new Dictionary<TopicPartition, OffsetSpec>
        {
            [topic[0]] = OffsetSpec.Earliest,
            [topic[1]] = OffsetSpec.Latest,
            [topic[2]] = OffsetSpec.MaxTimestamp,
            [topic[3]] = OffsetSpec.AtTime(FilledTopic.FirstTime.AddSeconds(1)),
            [topic[4]] = OffsetSpec.AtTime(FilledTopic.FirstTime.AddDays(1)),
            [topic[5]] = OffsetSpec.EarliestLocal,
        });

        results.ThrowIfAnyFailed();
        Assert.Equal([0L, 3, 2, 1, -1, 0], topic.All.Select(partition => results[partition].Value.Offset.Value));
        Assert.Equal(FilledTopic.FirstTime.AddSeconds(1), results[topic[3]].Value.Timestamp);
        Assert.Null(results[topic[4]].Value.Timestamp);
    }

    [Fact]
    public async Task Partitions_of_several_leaders_are_asked_of_each()
    {
        await using var cluster = await StartCluster(brokers: 3);
        await using var admin = Open(
            cluster, options => options with { UnknownTopicPatience = TimeSpan.FromSeconds(5) });
        await AllAreKnown(admin, brokers: 3);
        var topic = await FilledTopic.Create(cluster, "orders", partitions: 6);

        var results = await admin.ListOffsetsAsync(
            topic.All.Append(new("orders", 6)).ToDictionary(partition => partition, _ => OffsetSpec.Latest),
            IsolationLevel.ReadCommitted);

        Assert.All(topic.All, partition => Assert.Equal(Offset.Zero, results[partition].Value.Offset));
        Assert.Equal(KafkaError.UnknownTopicOrPartition, results[new("orders", 6)].Failure?.Error);
    }

    [Fact]
    public async Task Records_are_deleted_up_to_an_offset()
    {
        await using var cluster = await StartCluster();
        await using var admin = Open(cluster);
        var topic = await FilledTopic.Create(cluster, "orders", partitions: 3);
        await topic.Add(0, "a", "b", "c");
        await topic.Add(1, "a", "b", "c");

        var results = await admin.DeleteRecordsAsync(new Dictionary<TopicPartition, Offset>
        {
            [topic[0]] = new(2),
            [topic[1]] = Offset.None,
            [topic[2]] = new(5),
        });

        Assert.Equal((2L, 3L), (results[topic[0]].Value.Value, results[topic[1]].Value.Value));
        Assert.Equal(KafkaError.OffsetOutOfRange, results[topic[2]].Failure?.Error);
    }

    [Fact]
    public async Task Partition_without_idempotent_producers_knows_none()
    {
        await using var cluster = await StartCluster();
        await using var admin = Open(cluster);
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a");

        var ofLeader = await admin.DescribeProducersAsync([topic[0]]);
        var ofBroker = await admin.DescribeProducersAsync([topic[0]], new BrokerId(0));

        Assert.Empty(ofLeader[topic[0]].Value);
        Assert.Empty(ofBroker[topic[0]].Value);
    }

    [Fact]
    public async Task Leader_that_is_killed_is_asked_no_more()
    {
        await using var cluster = await StartCluster(brokers: 3);
        await using var admin = Open(cluster);
        await AllAreKnown(admin, brokers: 3);
        (await admin.CreateTopicsAsync([new NewTopic("orders") { Assignments = [Ids(2, 1)] }])).ThrowIfAnyFailed();
        var orders = new TopicPartition("orders", 0);
        var before = await admin.ListOffsetsAsync(
            new Dictionary<TopicPartition, OffsetSpec> { [orders] = OffsetSpec.Latest });

        await cluster.Kill(2);
        var after = await admin.ListOffsetsAsync(
            new Dictionary<TopicPartition, OffsetSpec> { [orders] = OffsetSpec.Latest });

        Assert.Equal(before[orders].Value.Offset, after[orders].Value.Offset);
    }
}
