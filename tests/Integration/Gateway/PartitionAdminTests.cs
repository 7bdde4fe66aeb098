using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Integration.Gateway;

/// <summary>Partitions are led, moved, emptied and looked into over the wire.</summary>
public sealed class PartitionAdminTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Records_are_deleted_by_the_leader(short version)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1);
        await client.Ask<ProduceResponse>(TestRecords.Produce("orders", count: 10), version: 7);

        Assert.Equal((KafkaError.None, 4), await Delete(client, "orders", 4, version));
        Assert.Equal((KafkaError.None, 10), await Delete(client, "orders", -1, version));
        Assert.Equal((KafkaError.OffsetOutOfRange, -1), await Delete(client, "orders", 11, version));
        Assert.Equal((KafkaError.UnknownTopicOrPartition, -1), await Delete(client, "none", 0, version));
    }

    [Fact]
    public async Task Records_are_deleted_by_nobody_but_the_leader()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 2, gateway: new GatewayOptions());
        var topic = await cluster.ServeTopic("orders", 1, 2);
        await using var client = await TestClient.Connect(cluster, topic.Partitions[0].Replicas[1]);

        Assert.Equal((KafkaError.NotLeaderOrFollower, -1), await Delete(client, "orders", 0, version: 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Election_that_is_not_needed_says_so(short version)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        var named = await client.Ask<ElectLeadersResponse>(
            new ElectLeadersRequest
            {
                TopicPartitions = [new() { Topic = "orders", Partitions = [0, 5] }],
                Timeout = Patience,
            },
            version);
        var all = await client.Ask<ElectLeadersResponse>(
            new ElectLeadersRequest { TopicPartitions = null, Timeout = Patience }, version);

        Assert.Equal(
            [(0, KafkaError.ElectionNotNeeded), (5, KafkaError.UnknownTopicOrPartition)],
            Assert.Single(named.ReplicaElectionResults).PartitionResult.Select(one => (one.PartitionId, one.Error)));
        Assert.Empty(all.ReplicaElectionResults);
    }

    [Fact]
    public async Task Election_of_an_unknown_kind_is_refused()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);

        var answer = await client.AskNewest<ElectLeadersResponse>(
            new ElectLeadersRequest { ElectionType = 5, TopicPartitions = null });

        Assert.Equal(KafkaError.InvalidRequest, answer.Error);
    }

    [Fact]
    public async Task Replica_moves_to_another_broker()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 2, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        var topic = await cluster.ServeTopic("orders", 1, 1);
        var target = 1 - topic.Partitions[0].Leader;

        var answer = await Move(client, "orders", 0, [new(target)], version: 1);

        Assert.Equal(KafkaError.None, answer);
        await Eventually.Is(
            () => cluster.Describe("orders"),
            partition => partition.Leader == target && partition.Replicas.SequenceEqual([target]),
            "the other broker has it");
        var list = await client.AskNewest<ListPartitionReassignmentsResponse>(
            new ListPartitionReassignmentsRequest { Topics = null, Timeout = Patience });
        Assert.Empty(list.Topics);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Move_that_cannot_be_is_refused(short version)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1);

        Assert.Equal(KafkaError.NoReassignmentInProgress, await Move(client, "orders", 0, null, version));
        Assert.Equal(KafkaError.InvalidReplicaAssignment, await Move(client, "orders", 0, [new(9)], version));
        Assert.Equal(KafkaError.UnknownTopicOrPartition, await Move(client, "none", 0, [new(0)], version));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Folders_are_described_with_the_logs_in_them(short version)
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 2, 1);
        await client.Ask<ProduceResponse>(TestRecords.Produce("orders", count: 10), version: 7);

        var all = await client.Ask<DescribeLogDirsResponse>(new DescribeLogDirsRequest { Topics = null }, version);
        var one = await client.Ask<DescribeLogDirsResponse>(
            new DescribeLogDirsRequest { Topics = [new() { Topic = "orders", Partitions = [1, 7] }] }, version);

        var folder = Assert.Single(all.Results);
        Assert.Equal((KafkaError.None, cluster.FolderOf(0)), (folder.Error, folder.LogDir));
        Assert.Equal(version >= 4, folder.TotalBytes > 0 && folder.UsableBytes > 0);
        var partitions = Assert.Single(folder.Topics).Partitions;
        Assert.Equal([0, 1], partitions.Select(partition => partition.PartitionIndex));
        Assert.Equal([true, false], partitions.Select(partition => partition.PartitionSize > 0));
        Assert.Equal(1, Assert.Single(Assert.Single(one.Results[0].Topics).Partitions).PartitionIndex);
    }

    [Fact]
    public async Task Producers_of_a_partition_are_described()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await using var client = await TestClient.Connect(cluster);
        await cluster.ServeTopic("orders", 1, 1);
        await client.Ask<ProduceResponse>(TestRecords.Produce("orders", count: 10, producerId: 77), version: 7);

        var answer = await client.AskNewest<DescribeProducersResponse>(new DescribeProducersRequest
        {
            Topics =
            [
                new() { Name = "orders", PartitionIndexes = [0, 1] },
                new() { Name = "no name", PartitionIndexes = [0] },
            ],
        });

        var producer = Assert.Single(answer.Topics[0].Partitions[0].ActiveProducers);
        Assert.Equal((new ProducerId(77), 0, 9), (producer.ProducerId, producer.ProducerEpoch, producer.LastSequence));
        Assert.Equal(Offset.None, producer.CurrentTxnStartOffset);
        Assert.Equal(KafkaError.UnknownTopicOrPartition, answer.Topics[0].Partitions[1].Error);
        Assert.Equal(KafkaError.InvalidTopicException, answer.Topics[1].Partitions[0].Error);
    }

    private static async Task<(KafkaError Error, long LowWatermark)> Delete(
        TestClient client, string topic, long before, short version)
    {
        var answer = await client.Ask<DeleteRecordsResponse>(
            new DeleteRecordsRequest
            {
                Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = 0, Offset = new(before) }] }],
                Timeout = Patience,
            },
            version);
        var partition = Assert.Single(Assert.Single(answer.Topics).Partitions);
        return (partition.Error, partition.LowWatermark.Value);
    }

    private static async Task<KafkaError> Move(
        TestClient client, string topic, int partition, BrokerId[]? replicas, short version)
    {
        var answer = await client.Ask<AlterPartitionReassignmentsResponse>(
            new AlterPartitionReassignmentsRequest
            {
                Topics =
                [
                    new()
                    {
                        Name = topic,
                        Partitions =
                        [
                            new() { PartitionIndex = partition, Replicas = replicas is null ? null : [.. replicas] },
                        ],
                    },
                ],
                Timeout = Patience,
            },
            version);
        return Assert.Single(Assert.Single(answer.Responses).Partitions).Error;
    }
}
