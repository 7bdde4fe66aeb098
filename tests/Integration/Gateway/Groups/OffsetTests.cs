using System.Collections.Immutable;
using Cloud.Core.Groups;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Integration.Gateway.Groups;

/// <summary>Offsets are committed, fetched and taken back over the wire.</summary>
public sealed class OffsetTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(7, 7)]
    [InlineData(9, 9)]
    public async Task Committed_offset_is_fetched(short commitVersion, short fetchVersion)
    {
        await using var cluster = await GroupCluster.Start();
        await using var client = await cluster.Connect("g");

        var committed = await client.Ask<OffsetCommitResponse>(GroupCluster.Commit("g", 42), commitVersion);
        var fetched = await client.Ask<OffsetFetchResponse>(Fetch("g", fetchVersion), fetchVersion);

        Assert.Equal(KafkaError.None, GroupCluster.ErrorOf(committed));
        Assert.Equal([(42L, KafkaError.None), (-1L, KafkaError.None)], OffsetsOf(fetched, fetchVersion));
    }

    [Fact]
    public async Task All_offsets_of_several_groups_are_fetched_at_once()
    {
        await using var cluster = await GroupCluster.Start();
        await using var client = await cluster.Connect("g");
        await cluster.Connect("other");
        await client.AskNewest<OffsetCommitResponse>(GroupCluster.Commit("g", 1));
        await client.AskNewest<OffsetCommitResponse>(GroupCluster.Commit("other", 2, partition: 1));

        var answer = await client.AskNewest<OffsetFetchResponse>(new OffsetFetchRequest
        {
            Groups = [.. new[] { "g", "other", "none" }.Select(group => new OffsetFetchRequest.Group
            {
                GroupId = group,
                MemberEpoch = -1,
                Topics = null,
            })],
        });

        Assert.Equal(
            ["g 0:1", "other 1:2", "none "],
            answer.Groups.Select(group => group.GroupId + " " + string.Join(',', group.Topics
                .SelectMany(topic => topic.Partitions)
                .Select(partition => $"{partition.PartitionIndex}:{partition.CommittedOffset}"))));
    }

    [Fact]
    public async Task Commit_that_cannot_be_is_refused()
    {
        await using var cluster = await GroupCluster.Start(options: new GroupOptions { OffsetMetadataMax = 4 });
        await using var client = await cluster.Connect("g");
        var member = await GroupCluster.JoinAlone(client, "g");

        Assert.Equal(KafkaError.UnknownMemberId, await Commit(GroupCluster.Commit("g", 1)));
        Assert.Equal(KafkaError.UnknownMemberId, await Commit(GroupCluster.Commit("g", 1, "who", 1)));
        Assert.Equal(
            KafkaError.IllegalGeneration,
            await Commit(GroupCluster.Commit("g", 1, member.MemberId, member.GenerationId + 1)));
        Assert.Equal(KafkaError.IllegalGeneration, await Commit(GroupCluster.Commit("none", 1, "who", 1)));
        Assert.Equal(KafkaError.GroupIdNotFound, await Commit(GroupCluster.Commit("none", 1, "who", 1), version: 9));
        Assert.Equal(KafkaError.UnknownTopicOrPartition, await Commit(GroupCluster.Commit("free", 1, topic: "none")));
        Assert.Equal(KafkaError.UnknownTopicOrPartition, await Commit(GroupCluster.Commit("free", 1, partition: 2)));
        Assert.Equal(KafkaError.OffsetMetadataTooLarge, await Commit(GroupCluster.Commit("free", 1, text: "longer")));
        Assert.Equal(
            KafkaError.None, await Commit(GroupCluster.Commit("g", 1, member.MemberId, member.GenerationId)));

        async Task<KafkaError> Commit(OffsetCommitRequest request, short version = 7) =>
            GroupCluster.ErrorOf(await client.Ask<OffsetCommitResponse>(request, version));
    }

    [Fact]
    public async Task Offsets_of_topics_that_nobody_reads_are_deleted()
    {
        await using var cluster = await GroupCluster.Start();
        await using var client = await cluster.Connect("g");
        await client.AskNewest<OffsetCommitResponse>(GroupCluster.Commit("g", 5));

        var missing = await client.AskNewest<OffsetDeleteResponse>(Delete("none"));
        var deleted = await client.AskNewest<OffsetDeleteResponse>(Delete("g"));
        var left = await GroupCluster.Committed(client, "g");
        await GroupCluster.JoinAlone(client, "g");
        var inUse = await client.AskNewest<OffsetDeleteResponse>(Delete("g"));

        Assert.Equal(KafkaError.GroupIdNotFound, missing.Error);
        Assert.Equal(KafkaError.None, deleted.Topics[0].Partitions[0].Error);
        Assert.Equal(-1, left);
        Assert.Equal(KafkaError.GroupSubscribedToTopic, inUse.Topics[0].Partitions[0].Error);
    }

    [Fact]
    public async Task Offsets_go_with_their_topic()
    {
        await using var cluster = await GroupCluster.Start();
        await using var client = await cluster.Connect("g");
        await client.AskNewest<OffsetCommitResponse>(GroupCluster.Commit("g", 5));

        var orders = (await cluster.Brokers.Admin.DescribeTopics(["orders"])).Single();
        await cluster.Brokers.Admin.DeleteTopic(orders.TopicId);
        await cluster.Brokers.ServeTopic("orders", 2, 1);

        Assert.Equal(-1, await GroupCluster.Committed(client, "g"));
    }

    [Fact]
    public async Task Clients_do_not_write_to_the_topic_of_offsets()
    {
        await using var cluster = await GroupCluster.Start();
        await using var client = await cluster.Connect("g");

        var answer = await client.Ask<ProduceResponse>(
            TestRecords.Produce(TopicName.ConsumerOffsets, count: 1), version: 7);

        Assert.Equal(KafkaError.InvalidTopicException, answer.Responses[0].PartitionResponses[0].Error);
    }

    private static OffsetDeleteRequest Delete(string group) => new()
    {
        GroupId = group,
        Topics = [new() { Name = "orders", Partitions = [new() { PartitionIndex = 0 }] }],
    };

    private static OffsetFetchRequest Fetch(string group, short version) => version < 8
        ? new()
        {
            GroupId = group,
            Topics = ImmutableArray.Create(
                new OffsetFetchRequest.Topic { Name = "orders", PartitionIndexes = [0, 1] }),
        }
        : new()
        {
            RequireStable = true,
            Groups =
            [
                new()
                {
                    GroupId = group,
                    MemberEpoch = -1,
                    Topics = ImmutableArray.Create(
                        new OffsetFetchRequest.GroupTopic { Name = "orders", PartitionIndexes = [0, 1] }),
                },
            ],
        };

    private static IEnumerable<(long Offset, KafkaError Error)> OffsetsOf(OffsetFetchResponse answer, short version) =>
        version < 8
            ? answer.Topics[0].Partitions.Select(partition => (partition.CommittedOffset.Value, partition.Error))
            : answer.Groups[0].Topics[0].Partitions
                .Select(partition => (partition.CommittedOffset.Value, partition.Error));
}
