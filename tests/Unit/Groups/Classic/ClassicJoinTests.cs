using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using static Cloud.Unit.Groups.Classic.ClassicStory;

namespace Cloud.Unit.Groups.Classic;

public sealed class ClassicJoinTests
{
    private readonly GroupFixture _group = new();

    [Fact]
    public void First_join_of_a_new_client_only_gives_it_an_id()
    {
        var answer = _group.Ask<JoinGroupResponse>(JoinRequest(""), version: 4, clientId: "app");

        Assert.Equal(KafkaError.MemberIdRequired, answer.Error);
        Assert.StartsWith("app-", answer.MemberId);
    }

    [Fact]
    public void First_join_of_an_old_client_joins()
    {
        var answer = _group.Ask<JoinGroupResponse>(JoinRequest(""), version: 3);

        Assert.Equal(KafkaError.None, answer.Error);
        Assert.Equal(1, answer.GenerationId);
    }

    [Fact]
    public void Member_alone_leads_and_is_assigned_what_it_says()
    {
        var (memberId, join) = _group.Join();
        var joined = _group.Reply<JoinGroupResponse>(join);

        var synced = _group.Reply<SyncGroupResponse>(_group.Sync(memberId, joined.GenerationId, memberId));

        Assert.Equal(memberId, joined.Leader);
        Assert.Equal("range", joined.ProtocolName);
        Assert.Equal(memberId, Assert.Single(joined.Members).MemberId);
        Assert.Equal([1], synced.Assignment.ToArray());
        Assert.Equal(KafkaError.None, _group.Heartbeat(memberId, 1));
    }

    [Fact]
    public void Second_member_waits_until_the_first_joins_again()
    {
        var first = _group.Alone();

        var (second, join) = _group.Join();
        var isWaiting = _group.IsWaiting(join);
        var told = _group.Heartbeat(first, 1);
        var rejoined = _group.Ask<JoinGroupResponse>(JoinRequest(first));

        Assert.True(isWaiting);
        Assert.Equal(KafkaError.RebalanceInProgress, told);
        Assert.Equal(2, rejoined.GenerationId);
        Assert.Equal([first, second], rejoined.Members.Select(member => member.MemberId));
        Assert.Empty(_group.Reply<JoinGroupResponse>(join).Members);
    }

    [Fact]
    public void Follower_waits_for_the_leaders_assignment()
    {
        var leader = _group.Alone();
        var (follower, _) = _group.Join();
        _group.Send(JoinRequest(leader));

        var waiting = _group.Sync(follower, generation: 2);
        var isWaiting = _group.IsWaiting(waiting);
        _group.Sync(leader, generation: 2, leader, follower);

        Assert.True(isWaiting);
        Assert.Equal([2], _group.Reply<SyncGroupResponse>(waiting).Assignment.ToArray());
    }

    [Fact]
    public void Empty_group_waits_for_more_members_to_come()
    {
        var group = new GroupFixture(new() { InitialRebalanceDelay = TimeSpan.FromSeconds(3) });
        var (_, first) = group.Join();
        group.Wait(TimeSpan.FromSeconds(2));
        var (_, second) = group.Join();
        group.Wait(TimeSpan.FromSeconds(2));
        var isWaiting = group.IsWaiting(first) && group.IsWaiting(second);
        group.Wait(TimeSpan.FromSeconds(3));

        Assert.True(isWaiting);
        Assert.Equal(1, group.Reply<JoinGroupResponse>(first).GenerationId);
        Assert.Equal(1, group.Reply<JoinGroupResponse>(second).GenerationId);
    }

    [Fact]
    public void Initial_delay_is_bounded_by_the_rebalance_timeout()
    {
        var group = new GroupFixture(new() { InitialRebalanceDelay = TimeSpan.FromSeconds(40) });
        var (_, first) = group.Join();
        group.Wait(TimeSpan.FromSeconds(39));
        group.Join();
        group.Wait(TimeSpan.FromSeconds(1));
        var isWaiting = group.IsWaiting(first);
        group.Wait(TimeSpan.FromSeconds(20));

        Assert.True(isWaiting);
        Assert.False(group.IsWaiting(first));
    }

    [Fact]
    public void Protocol_is_one_that_all_know_and_most_like_best()
    {
        var first = _group.Ask<JoinGroupResponse>(JoinRequest("", null, "a", "b", "c"), version: 3).MemberId;
        var second = _group.Send(JoinRequest("", null, "c", "b"), version: 3);
        var third = _group.Send(JoinRequest("", null, "b", "c"), version: 3);

        var joined = _group.Ask<JoinGroupResponse>(JoinRequest(first, null, "a", "b", "c"), version: 3);

        Assert.Equal("b", joined.ProtocolName);
        Assert.Equal("b", _group.Reply<JoinGroupResponse>(second).ProtocolName);
        Assert.Equal("b", _group.Reply<JoinGroupResponse>(third).ProtocolName);
    }

    [Fact]
    public void Member_that_shares_no_protocol_is_refused()
    {
        _group.Alone();

        Assert.Equal(
            KafkaError.InconsistentGroupProtocol,
            _group.Ask<JoinGroupResponse>(JoinRequest("", null, "other")).Error);
    }

    [Fact]
    public void Full_group_takes_nobody_in()
    {
        var group = new GroupFixture(new() { InitialRebalanceDelay = TimeSpan.Zero, ClassicMembersMax = 1 });
        group.Alone();

        Assert.Equal(KafkaError.GroupMaxSizeReached, group.Ask<JoinGroupResponse>(JoinRequest("")).Error);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(1801)]
    public void Session_timeout_outside_of_the_limits_is_refused(int seconds)
    {
        var answer = _group.Ask<JoinGroupResponse>(new JoinGroupRequest
        {
            GroupId = GroupFixture.Group,
            SessionTimeout = TimeSpan.FromSeconds(seconds),
        });

        Assert.Equal(KafkaError.InvalidSessionTimeout, answer.Error);
    }

    [Fact]
    public void Group_without_a_name_is_refused() => Assert.Equal(
        KafkaError.InvalidGroupId, _group.Ask<JoinGroupResponse>(new JoinGroupRequest()).Error);

    [Fact]
    public void Unknown_member_is_refused()
    {
        Assert.Equal(KafkaError.UnknownMemberId, _group.Ask<JoinGroupResponse>(JoinRequest("who")).Error);
        _group.Alone();
        Assert.Equal(KafkaError.UnknownMemberId, _group.Ask<JoinGroupResponse>(JoinRequest("who")).Error);
    }

    [Fact]
    public void Follower_that_joins_again_with_nothing_new_disturbs_nobody()
    {
        var (leader, follower) = _group.Pair();

        var joined = _group.Ask<JoinGroupResponse>(JoinRequest(follower));

        Assert.Equal(2, joined.GenerationId);
        Assert.Equal(KafkaError.None, _group.Heartbeat(leader, 2));
    }

    [Fact]
    public void Leader_that_joins_again_rebalances()
    {
        var (leader, follower) = _group.Pair();

        var join = _group.Send(JoinRequest(leader));

        Assert.True(_group.IsWaiting(join));
        Assert.Equal(KafkaError.RebalanceInProgress, _group.Heartbeat(follower, 2));
    }

    [Fact]
    public void Member_that_does_not_join_in_time_is_out()
    {
        var (leader, follower) = _group.Pair();
        var join = _group.Send(JoinRequest(leader));

        for (var second = 0; second < 60; second += 5)
        {
            _group.Heartbeat(follower, 2);
            _group.Wait(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(leader, Assert.Single(_group.Reply<JoinGroupResponse>(join).Members).MemberId);
        Assert.Equal(KafkaError.UnknownMemberId, _group.Heartbeat(follower, 3));
    }

    [Fact]
    public void Pending_member_that_does_not_come_back_is_not_waited_for()
    {
        var first = _group.Alone();
        _group.Ask<JoinGroupResponse>(JoinRequest(""));
        _group.Wait(TimeSpan.FromSeconds(1));

        var join = _group.Send(JoinRequest(first));
        var isWaiting = _group.IsWaiting(join);
        _group.Wait(Session);

        Assert.True(isWaiting);
        Assert.Equal(2, _group.Reply<JoinGroupResponse>(join).GenerationId);
    }

    [Fact]
    public void Static_member_that_comes_back_keeps_its_assignment_and_disturbs_nobody()
    {
        var first = _group.Ask<JoinGroupResponse>(JoinRequest("", "i")).MemberId;
        _group.Sync(first, generation: 1, first);

        var joined = _group.Ask<JoinGroupResponse>(JoinRequest("", "i"));
        var synced = _group.Reply<SyncGroupResponse>(_group.Sync(joined.MemberId, joined.GenerationId));

        Assert.NotEqual(first, joined.MemberId);
        Assert.Equal(1, joined.GenerationId);
        Assert.True(joined.SkipAssignment);
        Assert.Equal([1], synced.Assignment.ToArray());
        Assert.Equal(KafkaError.FencedInstanceId, _group.Heartbeat(first, 1, "i"));
    }

    [Fact]
    public void Static_leader_of_an_old_client_is_not_told_that_it_leads()
    {
        var first = _group.Ask<JoinGroupResponse>(JoinRequest("", "i"), version: 8).MemberId;
        _group.Sync(first, generation: 1, first);

        var joined = _group.Ask<JoinGroupResponse>(JoinRequest("", "i"), version: 8);

        Assert.Equal(first, joined.Leader);
        Assert.False(joined.SkipAssignment);
        Assert.Empty(joined.Members);
    }

    [Fact]
    public void Static_member_of_unknown_or_taken_instance_is_refused()
    {
        var first = _group.Ask<JoinGroupResponse>(JoinRequest("", "i")).MemberId;
        _group.Sync(first, generation: 1, first);

        Assert.Equal(KafkaError.UnknownMemberId, _group.Heartbeat(first, 1, "other"));
        Assert.Equal(KafkaError.FencedInstanceId, _group.Ask<JoinGroupResponse>(JoinRequest("x", "i")).Error);
    }

    [Fact]
    public void Absent_static_member_stays_in_the_next_generation()
    {
        var absent = _group.Ask<JoinGroupResponse>(JoinRequest("", "i")).MemberId;
        _group.Sync(absent, generation: 1, absent);
        var (second, join) = _group.Join();
        for (var wait = 0; wait < 12; wait++)
        {
            _group.Heartbeat(absent, 1, "i");
            _group.Wait(TimeSpan.FromSeconds(5));
        }

        var joined = _group.Reply<JoinGroupResponse>(join);

        Assert.Equal(second, joined.Leader);
        Assert.Equal([absent, second], joined.Members.Select(member => member.MemberId));
    }
}
