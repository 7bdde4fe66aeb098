using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using static Cloud.Unit.Groups.Classic.ClassicStory;

namespace Cloud.Unit.Groups.Classic;

public sealed class ClassicMembershipTests
{
    private readonly GroupFixture _group = new();

    [Fact]
    public void Silent_member_is_out_after_its_session_timeout()
    {
        var (leader, follower) = _group.Pair();
        _group.Wait(Session / 2);
        _group.Heartbeat(leader, 2);

        _group.Wait(Session / 2);

        Assert.Equal(KafkaError.RebalanceInProgress, _group.Heartbeat(leader, 2));
        Assert.Equal(KafkaError.UnknownMemberId, _group.Heartbeat(follower, 2));
    }

    [Fact]
    public void Group_whose_last_member_is_silent_becomes_empty_and_says_so_in_the_log()
    {
        _group.Alone();

        _group.Wait(Session);

        Assert.Equal("Empty", _group.Machine.DescribeClassic(GroupFixture.Group, 5).GroupState);
        var last = Assert.IsType<GroupMetadataValue>(_group.Log[^1].Value);
        Assert.Empty(last.Members);
        Assert.Equal(2, last.Generation);
    }

    [Fact]
    public void Stale_generation_is_told_apart_from_an_unknown_member()
    {
        var memberId = _group.Alone();

        Assert.Equal(KafkaError.IllegalGeneration, _group.Heartbeat(memberId, 7));
        Assert.Equal(KafkaError.UnknownMemberId, _group.Heartbeat("who", 1));
        Assert.Equal(
            KafkaError.IllegalGeneration, _group.Reply<SyncGroupResponse>(_group.Sync(memberId, 7)).Error);
        Assert.Equal(KafkaError.UnknownMemberId, _group.Reply<SyncGroupResponse>(_group.Sync("who", 1)).Error);
    }

    [Fact]
    public void Sync_that_names_another_protocol_is_refused()
    {
        var memberId = _group.Alone();

        var answer = _group.Ask<SyncGroupResponse>(new SyncGroupRequest
        {
            GroupId = GroupFixture.Group,
            MemberId = memberId,
            GenerationId = 1,
            ProtocolName = "other",
        });

        Assert.Equal(KafkaError.InconsistentGroupProtocol, answer.Error);
    }

    [Fact]
    public void Waiting_sync_is_told_when_the_group_rebalances_again()
    {
        var leader = _group.Alone();
        var (follower, _) = _group.Join();
        _group.Send(JoinRequest(leader));
        var sync = _group.Sync(follower, generation: 2);

        _group.Join();

        Assert.Equal(KafkaError.RebalanceInProgress, _group.Reply<SyncGroupResponse>(sync).Error);
    }

    [Fact]
    public void Leader_that_never_assigns_is_out_after_the_rebalance_timeout()
    {
        var leader = _group.Alone();
        var (follower, _) = _group.Join();
        _group.Send(JoinRequest(leader));
        var sync = _group.Sync(follower, generation: 2);
        for (var second = 0; second < 60; second += 5)
        {
            _group.Heartbeat(leader, 2);
            _group.Wait(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(KafkaError.RebalanceInProgress, _group.Reply<SyncGroupResponse>(sync).Error);
        Assert.Equal(KafkaError.UnknownMemberId, _group.Heartbeat(leader, 2));
    }

    [Fact]
    public void Several_members_leave_in_one_request_each_with_its_own_outcome()
    {
        var leader = _group.Alone();
        var (follower, _) = _group.Join();
        _group.Send(JoinRequest(leader));
        _group.Sync(leader, generation: 2, leader, follower);

        var answer = _group.Leave((follower, null), ("who", null), ("", "nobody"));

        Assert.Equal(
            [KafkaError.None, KafkaError.UnknownMemberId, KafkaError.UnknownMemberId],
            answer.Members.Select(member => member.Error));
        Assert.Equal(KafkaError.RebalanceInProgress, _group.Heartbeat(leader, 2));
    }

    [Fact]
    public void Administrator_removes_a_static_member_by_its_instance()
    {
        var first = _group.Ask<JoinGroupResponse>(JoinRequest("", "i")).MemberId;
        _group.Sync(first, generation: 1, first);

        var fenced = _group.Leave(("x", "i"));
        var removed = _group.Leave(("", "i"));

        Assert.Equal(KafkaError.FencedInstanceId, fenced.Members[0].Error);
        Assert.Equal(KafkaError.None, removed.Members[0].Error);
        Assert.Equal("Empty", _group.Machine.DescribeClassic(GroupFixture.Group, 5).GroupState);
    }

    [Fact]
    public void Old_client_leaves_alone()
    {
        var memberId = _group.Alone();
        var request = new LeaveGroupRequest { GroupId = GroupFixture.Group, MemberId = memberId };

        Assert.Equal(KafkaError.None, _group.Ask<LeaveGroupResponse>(request, version: 2).Error);
        Assert.Equal(KafkaError.UnknownMemberId, _group.Ask<LeaveGroupResponse>(request, version: 2).Error);
    }

    [Fact]
    public void Waiting_join_of_a_removed_member_is_answered()
    {
        var (_, _) = _group.Pair();
        var (third, join) = _group.Join();

        _group.Leave((third, null));

        Assert.Equal(KafkaError.UnknownMemberId, _group.Reply<JoinGroupResponse>(join).Error);
    }

    [Fact]
    public void Stable_group_goes_on_where_the_coordinator_moves()
    {
        var (leader, follower) = _group.Pair();

        _group.Reload();

        Assert.Equal(KafkaError.None, _group.Heartbeat(leader, 2));
        Assert.Equal(
            [2], _group.Reply<SyncGroupResponse>(_group.Sync(follower, generation: 2)).Assignment.ToArray());
    }

    [Fact]
    public void Sessions_begin_anew_where_the_coordinator_moves()
    {
        var memberId = _group.Alone();
        _group.Wait(Session * 0.9);
        _group.Reload();

        _group.Wait(Session * 0.9);

        Assert.Equal(KafkaError.None, _group.Heartbeat(memberId, 1));
    }

    [Fact]
    public void Group_that_was_rebalancing_when_the_coordinator_moved_has_the_last_stable_generation()
    {
        var (leader, follower) = _group.Pair();
        _group.Send(JoinRequest(leader));

        _group.Reload();

        Assert.Equal(KafkaError.None, _group.Heartbeat(follower, 2));
        Assert.Equal("Stable", _group.Machine.DescribeClassic(GroupFixture.Group, 5).GroupState);
    }
}
