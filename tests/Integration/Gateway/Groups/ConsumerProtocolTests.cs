using System.Collections.Immutable;
using Cloud.Core.Groups;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Integration.Gateway.Groups;

/// <summary>The protocol of KIP-848 over the wire.</summary>
public sealed class ConsumerProtocolTests
{
    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "own-id")]
    public async Task Member_joins_is_assigned_commits_and_leaves(short version, string memberId)
    {
        await using var cluster = await GroupCluster.Start();
        await using var client = await cluster.Connect("g");

        var joined = await client.Ask<ConsumerGroupHeartbeatResponse>(Join("g", memberId), version);
        var described = await client.Ask<ConsumerGroupDescribeResponse>(
            new ConsumerGroupDescribeRequest { GroupIds = ["g", "none"] }, version);
        var committed = await Commit(client, 7, joined.MemberId!, joined.MemberEpoch);
        var stale = await Commit(client, 3, joined.MemberId!, joined.MemberEpoch - 1);
        var left = await client.Ask<ConsumerGroupHeartbeatResponse>(
            new ConsumerGroupHeartbeatRequest { GroupId = "g", MemberId = joined.MemberId!, MemberEpoch = -1 },
            version);
        var late = await Commit(client, 3, joined.MemberId!, joined.MemberEpoch);

        Assert.Equal((KafkaError.None, 1), (joined.Error, joined.MemberEpoch));
        Assert.Equal([0, 1], joined.Assignment!.TopicPartitions[0].Partitions.AsEnumerable());
        Assert.Equal(
            [(KafkaError.None, "Stable"), (KafkaError.GroupIdNotFound, "")],
            described.Groups.Select(group => (group.Error, group.GroupState)));
        Assert.Equal(joined.MemberId, described.Groups[0].Members[0].MemberId);
        Assert.Equal(
            [KafkaError.None, KafkaError.StaleMemberEpoch, KafkaError.UnknownMemberId], [committed, stale, late]);
        Assert.Equal((KafkaError.None, -1), (left.Error, left.MemberEpoch));
        Assert.Equal(7, await GroupCluster.Committed(client, "g"));
    }

    [Fact]
    public async Task Second_member_is_given_what_the_first_gives_up()
    {
        await using var cluster = await GroupCluster.Start();
        await using var client = await cluster.Connect("g");
        var first = await client.AskNewest<ConsumerGroupHeartbeatResponse>(Join("g", "a"));
        var second = await client.AskNewest<ConsumerGroupHeartbeatResponse>(Join("g", "b"));
        var topic = first.Assignment!.TopicPartitions[0].TopicId;

        var told = await client.AskNewest<ConsumerGroupHeartbeatResponse>(Beat("a", first.MemberEpoch));
        var kept = told.Assignment!.TopicPartitions[0].Partitions;
        var acknowledged = await client.AskNewest<ConsumerGroupHeartbeatResponse>(
            Beat("a", told.MemberEpoch, new() { TopicId = topic, Partitions = kept }));
        var given = await client.AskNewest<ConsumerGroupHeartbeatResponse>(Beat("b", second.MemberEpoch));

        Assert.Empty(second.Assignment!.TopicPartitions);
        Assert.Single(kept);
        Assert.Equal(2, acknowledged.MemberEpoch);
        Assert.Equal(1 - kept[0], Assert.Single(given.Assignment!.TopicPartitions[0].Partitions));
    }

    [Fact]
    public async Task Heartbeat_that_cannot_be_is_refused()
    {
        await using var cluster = await GroupCluster.Start(
            options: new GroupOptions { ConsumerMembersMax = 1, ConsumerAssignors = ["uniform"] });
        await using var client = await cluster.Connect("g");
        await client.AskNewest<ConsumerGroupHeartbeatResponse>(Join("g", "a"));

        Assert.Equal(KafkaError.InvalidGroupId, await Error(Join("", "a")));
        Assert.Equal(KafkaError.InvalidRequest, await Error(Join("g", "")));
        Assert.Equal(KafkaError.GroupMaxSizeReached, await Error(Join("g", "b")));
        Assert.Equal(KafkaError.UnknownMemberId, await Error(Beat("b", 1)));
        Assert.Equal(KafkaError.FencedMemberEpoch, await Error(Beat("a", 7)));
        Assert.Equal(KafkaError.GroupIdNotFound, await Error(Beat("a", 1, group: "none")));
        Assert.Equal(KafkaError.UnsupportedAssignor, await Error(Join("g", "a", assignor: "range")));
        Assert.Equal(
            KafkaError.InvalidRegularExpression, await Error(Join("g", "a", regex: "(a")));

        async Task<KafkaError> Error(ConsumerGroupHeartbeatRequest request) =>
            (await client.AskNewest<ConsumerGroupHeartbeatResponse>(request)).Error;
    }

    [Fact]
    public async Task Pattern_subscribes_to_topics_and_not_to_internal_ones()
    {
        await using var cluster = await GroupCluster.Start();
        await using var client = await cluster.Connect("g");

        var joined = await client.AskNewest<ConsumerGroupHeartbeatResponse>(
            Join("g", "a", regex: ".*"));

        var orders = (await cluster.Brokers.Admin.DescribeTopics(["orders"])).Single();
        Assert.Equal(orders.TopicId, Assert.Single(joined.Assignment!.TopicPartitions).TopicId.Value);
    }

    private static ConsumerGroupHeartbeatRequest Join(
        string group, string memberId, string? regex = null, string? assignor = null) => new()
        {
            GroupId = group,
            MemberId = memberId,
            MemberEpoch = 0,
            RebalanceTimeout = TimeSpan.FromSeconds(60),
            SubscribedTopicNames = regex is null ? ImmutableArray.Create("orders") : null,
            SubscribedTopicRegex = regex,
            ServerAssignor = assignor,
            TopicPartitions = ImmutableArray<ConsumerGroupHeartbeatRequest.TopicPartitionList>.Empty,
        };

    private static ConsumerGroupHeartbeatRequest Beat(
        string memberId,
        int epoch,
        ConsumerGroupHeartbeatRequest.TopicPartitionList? owned = null,
        string group = "g") => new()
        {
            GroupId = group,
            MemberId = memberId,
            MemberEpoch = epoch,
            TopicPartitions = owned is null
                ? null
                : ImmutableArray.Create(owned),
        };

    private static async Task<KafkaError> Commit(TestClient client, long offset, string memberId, int epoch) =>
        GroupCluster.ErrorOf(await client.Ask<OffsetCommitResponse>(
            GroupCluster.Commit("g", offset, memberId, epoch), version: 9));
}
