using Cloud.Core.Groups;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Integration.Gateway.Groups;

/// <summary>The classic protocol over the wire.</summary>
public sealed class ClassicGroupTests
{
    private static readonly byte[] Assignment = [1, 2, 3];

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public async Task Member_joins_syncs_beats_and_leaves(short joinVersion)
    {
        await using var cluster = await GroupCluster.Start();
        await using var client = await cluster.Connect("g");
        var isOld = joinVersion == 0;

        var joined = await client.Ask<JoinGroupResponse>(GroupCluster.Join("g", ""), joinVersion);
        if (!isOld)
        {
            Assert.Equal(KafkaError.MemberIdRequired, joined.Error);
            joined = await client.Ask<JoinGroupResponse>(GroupCluster.Join("g", joined.MemberId), joinVersion);
        }

        var synced = await client.Ask<SyncGroupResponse>(
            GroupCluster.Sync("g", joined, Assignment), isOld ? (short)0 : (short)5);
        var beat = await client.Ask<HeartbeatResponse>(
            GroupCluster.Heartbeat("g", joined.MemberId, joined.GenerationId), isOld ? (short)0 : (short)4);
        var left = await client.Ask<LeaveGroupResponse>(
            isOld
                ? new LeaveGroupRequest { GroupId = "g", MemberId = joined.MemberId }
                : new LeaveGroupRequest { GroupId = "g", Members = [new() { MemberId = joined.MemberId }] },
            isOld ? (short)0 : (short)5);

        Assert.Equal((KafkaError.None, 1, "range"), (joined.Error, joined.GenerationId, joined.ProtocolName));
        Assert.Equal(joined.MemberId, Assert.Single(joined.Members).MemberId);
        Assert.Equal(KafkaError.None, synced.Error);
        Assert.Equal(Assignment, synced.Assignment.ToArray());
        Assert.Equal(KafkaError.None, beat.Error);
        Assert.Equal(KafkaError.None, left.Error);
        Assert.All(left.Members, member => Assert.Equal(KafkaError.None, member.Error));
    }

    [Fact]
    public async Task Second_member_makes_the_first_join_again_and_both_are_answered_together()
    {
        await using var cluster = await GroupCluster.Start();
        await using var first = await cluster.Connect("g");
        await using var second = await cluster.Connect("g");
        var alone = await GroupCluster.JoinAlone(first, "g");

        await second.Send(GroupCluster.Join("g", ""), version: 0);
        await GroupCluster.IsRebalancing(first, alone);
        var rejoined = await first.Ask<JoinGroupResponse>(GroupCluster.Join("g", alone.MemberId), version: 5);
        var joined = await second.Read<JoinGroupResponse>();

        Assert.Equal((KafkaError.None, 2, 2), (rejoined.Error, rejoined.GenerationId, rejoined.Members.Length));
        Assert.Equal((KafkaError.None, 2, 0), (joined.Error, joined.GenerationId, joined.Members.Length));
        Assert.Equal(rejoined.MemberId, joined.Leader);
    }

    [Fact]
    public async Task Client_that_goes_away_while_it_waits_to_join_disturbs_nobody()
    {
        await using var cluster = await GroupCluster.Start();
        await using var first = await cluster.Connect("g");
        var alone = await GroupCluster.JoinAlone(first, "g");
        await using (var second = await cluster.Connect("g"))
        {
            await second.Send(GroupCluster.Join("g", ""), version: 0);
            await GroupCluster.IsRebalancing(first, alone);
        }

        var rejoined = await first.Ask<JoinGroupResponse>(GroupCluster.Join("g", alone.MemberId), version: 5);

        Assert.Equal((KafkaError.None, 2), (rejoined.Error, rejoined.Members.Length));
    }

    [Fact]
    public async Task Join_that_cannot_be_is_refused()
    {
        await using var cluster = await GroupCluster.Start(options: new GroupOptions { ClassicMembersMax = 1 });
        await using var client = await cluster.Connect("g");
        await GroupCluster.JoinAlone(client, "g");

        var unnamed = await Join(GroupCluster.Join("", ""));
        var hasty = await Join(GroupCluster.Join("g", "", sessionMilliseconds: 1));
        var unknown = await Join(GroupCluster.Join("g", "who"));
        var stranger = await Join(GroupCluster.Join("g", "", "other"));
        var tooMany = await Join(GroupCluster.Join("g", ""));

        Assert.Equal(
            [
                KafkaError.InvalidGroupId, KafkaError.InvalidSessionTimeout, KafkaError.GroupMaxSizeReached,
                KafkaError.InconsistentGroupProtocol, KafkaError.GroupMaxSizeReached,
            ],
            new[] { unnamed, hasty, unknown, stranger, tooMany });

        async Task<KafkaError> Join(JoinGroupRequest request) =>
            (await client.Ask<JoinGroupResponse>(request, version: 5)).Error;
    }

    [Fact]
    public async Task Who_is_no_member_or_of_another_generation_is_told_so()
    {
        await using var cluster = await GroupCluster.Start();
        await using var client = await cluster.Connect("g");
        var member = await GroupCluster.JoinAlone(client, "g");
        var late = member.GenerationId - 1;

        Assert.Equal(KafkaError.UnknownMemberId, await Beat("g", "who", member.GenerationId));
        Assert.Equal(KafkaError.IllegalGeneration, await Beat("g", member.MemberId, late));
        Assert.Equal(KafkaError.InvalidGroupId, await Beat("", member.MemberId, late));
        Assert.Equal(
            KafkaError.IllegalGeneration,
            (await client.Ask<SyncGroupResponse>(
                new SyncGroupRequest { GroupId = "g", MemberId = member.MemberId, GenerationId = late }, 3)).Error);
        Assert.Equal(
            KafkaError.UnknownMemberId,
            (await client.Ask<LeaveGroupResponse>(new LeaveGroupRequest { GroupId = "g", MemberId = "who" }, 1)).Error);

        async Task<KafkaError> Beat(string group, string memberId, int generation) =>
            (await client.Ask<HeartbeatResponse>(GroupCluster.Heartbeat(group, memberId, generation), 3)).Error;
    }

    [Fact]
    public async Task Broker_that_does_not_coordinate_the_group_says_so()
    {
        await using var cluster = await GroupCluster.Start(brokers: 2);
        var other = 1 - await cluster.CoordinatorOf("g");
        await using var client = await TestClient.Connect(cluster.Brokers, other);

        var join = await client.AskNewest<JoinGroupResponse>(GroupCluster.Join("g", ""));
        var commit = await client.AskNewest<OffsetCommitResponse>(GroupCluster.Commit("g", 1));
        var fetch = await client.AskNewest<OffsetFetchResponse>(GroupCluster.Fetch("g"));

        Assert.Equal(KafkaError.NotCoordinator, join.Error);
        Assert.Equal(KafkaError.NotCoordinator, GroupCluster.ErrorOf(commit));
        Assert.Equal(KafkaError.NotCoordinator, fetch.Groups[0].Error);
    }
}
