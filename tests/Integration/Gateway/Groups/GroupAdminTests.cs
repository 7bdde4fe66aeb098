using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Integration.Gateway.Groups;

/// <summary>Coordinators are found; groups are described, listed and deleted.</summary>
public sealed class GroupAdminTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Coordinator_of_one_group_is_found_and_its_topic_made(short version)
    {
        await using var cluster = await GroupCluster.Start();
        await using var client = await TestClient.Connect(cluster.Brokers);
        await cluster.CoordinatorOf("g");

        var found = await client.Ask<FindCoordinatorResponse>(new FindCoordinatorRequest { Key = "g" }, version);
        var topic = (await cluster.Brokers.Admin.DescribeTopics(["__consumer_offsets"])).Single();

        Assert.Equal(
            (KafkaError.None, 0, cluster.Brokers.KafkaPortOf(0)), (found.Error, found.NodeId.Value, found.Port));
        Assert.True(topic.IsInternal);
        Assert.Equal((3, "compact"), (topic.Partitions.Length, topic.Configs["cleanup.policy"]));
    }

    [Fact]
    public async Task Coordinators_of_several_keys_are_found_and_of_other_types_not()
    {
        await using var cluster = await GroupCluster.Start();
        await using var client = await TestClient.Connect(cluster.Brokers);
        await cluster.CoordinatorOf("g");

        var found = await client.AskNewest<FindCoordinatorResponse>(
            new FindCoordinatorRequest { CoordinatorKeys = ["g", "h"] });
        var transactions = await client.AskNewest<FindCoordinatorResponse>(
            new FindCoordinatorRequest { KeyType = 1, CoordinatorKeys = ["t"] });
        var nothing = await client.AskNewest<FindCoordinatorResponse>(
            new FindCoordinatorRequest { KeyType = 9, CoordinatorKeys = ["t"] });

        Assert.Equal(
            [("g", KafkaError.None), ("h", KafkaError.None)],
            found.Coordinators.Select(one => (one.Key, one.Error)));
        Assert.Equal(KafkaError.CoordinatorNotAvailable, transactions.Coordinators[0].Error);
        Assert.Equal(KafkaError.InvalidRequest, nothing.Coordinators[0].Error);
    }

    [Theory]
    [InlineData(0, KafkaError.None)]
    [InlineData(6, KafkaError.GroupIdNotFound)]
    public async Task Groups_are_described(short version, KafkaError ofMissing)
    {
        await using var cluster = await GroupCluster.Start();
        await using var client = await cluster.Connect("g");
        var member = await GroupCluster.JoinAlone(client, "g");

        var answer = await client.Ask<DescribeGroupsResponse>(
            new DescribeGroupsRequest { Groups = ["g", "none"] }, version);

        var (group, missing) = (answer.Groups[0], answer.Groups[1]);
        Assert.Equal(
            (KafkaError.None, "Stable", "consumer", "range"),
            (group.Error, group.GroupState, group.ProtocolType, group.ProtocolData));
        var described = Assert.Single(group.Members);
        Assert.Equal(
            (member.MemberId, "test", "/127.0.0.1"),
            (described.MemberId, described.ClientId, described.ClientHost));
        Assert.Equal("all"u8.ToArray(), described.MemberAssignment.ToArray());
        Assert.Equal((ofMissing, "Dead"), (missing.Error, missing.GroupState));
    }

    [Fact]
    public async Task Groups_are_listed_by_state_and_type()
    {
        await using var cluster = await GroupCluster.Start();
        await using var client = await cluster.Connect("stable");
        await GroupCluster.JoinAlone(client, "stable");
        await client.AskNewest<OffsetCommitResponse>(GroupCluster.Commit("empty", 1));

        var oldest = await client.Ask<ListGroupsResponse>(new ListGroupsRequest(), version: 0);
        var all = await client.AskNewest<ListGroupsResponse>(new ListGroupsRequest());
        var empty = await client.AskNewest<ListGroupsResponse>(new ListGroupsRequest { StatesFilter = ["empty"] });
        var consumers = await client.AskNewest<ListGroupsResponse>(
            new ListGroupsRequest { TypesFilter = ["consumer"] });

        Assert.Equal(["empty", "stable"], oldest.Groups.Select(group => group.GroupId));
        Assert.Equal(
            [("empty", "Empty", "classic"), ("stable", "Stable", "classic")],
            all.Groups.Select(group => (group.GroupId, group.GroupState, group.GroupType)));
        Assert.Equal("empty", Assert.Single(empty.Groups).GroupId);
        Assert.Empty(consumers.Groups);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Groups_without_members_are_deleted(short version)
    {
        await using var cluster = await GroupCluster.Start();
        await using var client = await cluster.Connect("stable");
        await GroupCluster.JoinAlone(client, "stable");
        await client.AskNewest<OffsetCommitResponse>(GroupCluster.Commit("empty", 1));

        var deleted = await client.Ask<DeleteGroupsResponse>(
            new DeleteGroupsRequest { GroupsNames = ["empty", "stable", "none"] }, version);
        var left = await client.AskNewest<ListGroupsResponse>(new ListGroupsRequest());

        Assert.Equal(
            [KafkaError.None, KafkaError.NonEmptyGroup, KafkaError.GroupIdNotFound],
            deleted.Results.Select(result => result.Error));
        Assert.Equal("stable", Assert.Single(left.Groups).GroupId);
        Assert.Equal(-1, await GroupCluster.Committed(client, "empty"));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    public async Task Versions_say_that_groups_of_the_new_protocol_are_served(short version, int supportedCount)
    {
        await using var cluster = await GroupCluster.Start();
        await using var client = await TestClient.Connect(cluster.Brokers);

        var answer = await client.Ask<ApiVersionsResponse>(new ApiVersionsRequest(), version);

        var feature = Assert.Single(answer.FinalizedFeatures);
        Assert.Equal(("group.version", (short)1), (feature.Name, feature.MaxVersionLevel));
        Assert.Equal(supportedCount, answer.SupportedFeatures.Length);
    }
}
