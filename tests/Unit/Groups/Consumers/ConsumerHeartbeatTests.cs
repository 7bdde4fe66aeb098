using Cloud.Protocol.Errors;

namespace Cloud.Unit.Groups.Consumers;

public sealed class ConsumerHeartbeatTests
{
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(45);

    private readonly GroupFixture _group = new();
    private readonly ConsumerStory _a;
    private readonly ConsumerStory _b;

    public ConsumerHeartbeatTests()
    {
        _a = new(_group, "a");
        _b = new(_group, "b");
    }

    [Fact]
    public void Member_alone_gets_everything_at_once()
    {
        var answer = _a.Join();

        Assert.Equal(KafkaError.None, answer.Error);
        Assert.Equal(1, answer.MemberEpoch);
        Assert.Equal(TimeSpan.FromSeconds(5), answer.HeartbeatInterval);
        Assert.Equal("0 1 2 3", _a.Partitions);
        Assert.Null(_a.Beat().Assignment);
    }

    [Fact]
    public void Joining_member_gets_nothing_before_the_owner_has_given_it_up()
    {
        _a.Join();
        _b.Join();
        var before = _b.Partitions;

        var told = _a.Beat();
        var epochWhileRevoking = _a.Epoch;
        _b.Beat();
        var stillBefore = _b.Partitions;
        _a.Acknowledge();
        _b.Beat();

        Assert.Equal("", before + stillBefore);
        Assert.NotNull(told.Assignment);
        Assert.Equal(1, epochWhileRevoking);
        Assert.Equal("0 1", _a.Partitions);
        Assert.Equal("2 3", _b.Partitions);
        Assert.Equal((2, 2), (_a.Epoch, _b.Epoch));
        Assert.Equal("Stable", _group.Machine.DescribeConsumer(GroupFixture.Group).GroupState);
    }

    [Fact]
    public void Member_that_revokes_may_commit_until_it_has_said_so()
    {
        _a.Join();
        _b.Join();
        _a.Beat();

        var revoking = _a.Commit(7, partition: 3);
        var former = _a.Epoch;
        _a.Acknowledge();
        var current = _a.Epoch;
        _a.Epoch = former;

        Assert.Equal(KafkaError.None, revoking);
        Assert.NotEqual(former, current);
        Assert.Equal(KafkaError.StaleMemberEpoch, _a.Commit(8, partition: 3));
    }

    [Fact]
    public void Partitions_of_a_member_that_leaves_are_free()
    {
        _a.Join();
        _b.Join();
        _a.Beat();
        _a.Acknowledge();
        _b.Beat();

        _a.Leave();
        _b.Beat();

        Assert.Equal("0 1 2 3", _b.Partitions);
        Assert.Equal(KafkaError.UnknownMemberId, _a.Beat().Error);
    }

    [Fact]
    public void Silent_member_is_out_after_its_session_timeout()
    {
        _a.Join();
        _group.Wait(Session / 2);
        _b.Join();

        _group.Wait(Session / 2);
        _b.Beat();

        Assert.Equal("0 1 2 3", _b.Partitions);
        Assert.Equal(KafkaError.UnknownMemberId, _a.Commit(1, 0));
    }

    [Fact]
    public void Member_that_gives_nothing_up_is_out_after_its_rebalance_timeout()
    {
        _a.Join();
        _b.Join();
        for (var second = 0; second <= 60; second += 10)
        {
            _a.Beat();
            _b.Beat();
            _group.Wait(TimeSpan.FromSeconds(10));
        }

        _b.Beat();

        Assert.Equal(KafkaError.UnknownMemberId, _a.Beat().Error);
        Assert.Equal("0 1 2 3", _b.Partitions);
    }

    [Fact]
    public void Member_that_missed_an_answer_may_come_with_its_former_epoch_once()
    {
        _a.Join();
        _b.Join();
        _a.Beat();
        _a.Acknowledge();
        _a.Epoch--;

        var again = _a.Acknowledge();
        _a.Epoch = 7;
        var ahead = _a.Beat();

        Assert.Equal(KafkaError.None, again.Error);
        Assert.NotNull(again.Assignment);
        Assert.Equal(KafkaError.FencedMemberEpoch, ahead.Error);
    }

    [Fact]
    public void Member_that_claims_more_than_it_was_given_is_fenced()
    {
        _a.Join();
        _b.Join();
        _a.Beat();
        _a.Acknowledge();
        _a.Owned.Add((GroupFixture.Orders, 3));
        _a.Epoch--;

        Assert.Equal(KafkaError.FencedMemberEpoch, _a.Acknowledge().Error);
    }

    [Fact]
    public void More_partitions_and_new_topics_reach_the_members_with_a_new_epoch()
    {
        _a.Join();
        _group.Learn(ordersPartitions: 6);

        var answer = _a.Beat();

        Assert.Equal(2, answer.MemberEpoch);
        Assert.Equal("0 1 2 3 4 5", _a.Partitions);
    }

    [Fact]
    public void Subscription_to_other_topics_gives_up_the_old_ones()
    {
        _a.Join();

        _a.Subscribe("refunds");
        _a.Acknowledge();

        Assert.All(_a.Owned, owned => Assert.Equal(GroupFixture.Refunds, owned.Topic));
        Assert.Equal("0 1", _a.Partitions);
    }

    [Fact]
    public void Regular_expression_follows_the_topics()
    {
        var member = new ConsumerStory(_group, "r") { Topics = [], Regex = "ref.*" };
        member.Join();
        var before = member.Owned.Count;
        _group.Learn(ordersPartitions: 4, "referrals");

        member.Beat();

        Assert.Equal(2, before);
        Assert.Equal(3, member.Owned.Count);
    }

    [Theory]
    [InlineData("(a")]
    [InlineData("(a)\\1")]
    [InlineData("(?=a)")]
    [InlineData("a{2,1}")]
    [InlineData("[[:alpha:]]+")]
    [InlineData("[a-z-[aeiou]]")]
    [InlineData("((a{100}){100}){100}")]
    [InlineData("a{99999999999999999999}")]
    public void Pattern_that_could_blow_up_or_means_another_thing_here_is_refused(string pattern)
    {
        var member = new ConsumerStory(_group, "r") { Topics = [], Regex = pattern };

        Assert.Equal(KafkaError.InvalidRegularExpression, member.Join().Error);
    }

    [Fact]
    public void Assignor_that_most_ask_for_is_used()
    {
        var member = new ConsumerStory(_group, "r") { Assignor = "range" };

        member.Join();

        Assert.Equal("range", _group.Machine.DescribeConsumer(GroupFixture.Group).AssignorName);
        Assert.Equal(
            KafkaError.UnsupportedAssignor, new ConsumerStory(_group, "x") { Assignor = "mine" }.Join().Error);
    }

    [Fact]
    public void Static_member_that_is_away_keeps_its_partitions()
    {
        var first = new ConsumerStory(_group, "s1", "i");
        first.Join();
        first.Leave(epoch: -2);
        _b.Join();
        var meanwhile = _b.Partitions;

        var back = new ConsumerStory(_group, "s2", "i");
        back.Join();

        Assert.Equal("", meanwhile);
        Assert.Equal("0 1", back.Partitions);
        Assert.Equal(KafkaError.FencedInstanceId, first.Beat().Error);
    }

    [Fact]
    public void Instance_that_is_held_is_not_released_to_another()
    {
        new ConsumerStory(_group, "s1", "i").Join();

        Assert.Equal(KafkaError.UnreleasedInstanceId, new ConsumerStory(_group, "s2", "i").Join().Error);
    }

    [Fact]
    public void Full_group_takes_nobody_in()
    {
        var group = new GroupFixture(new() { ConsumerMembersMax = 1 });
        new ConsumerStory(group, "a").Join();

        Assert.Equal(KafkaError.GroupMaxSizeReached, new ConsumerStory(group, "b").Join().Error);
    }

    [Fact]
    public void Group_that_is_not_there_is_not_found()
    {
        _a.Epoch = 3;

        Assert.Equal(KafkaError.GroupIdNotFound, _a.Beat().Error);
    }

    [Fact]
    public void Unknown_member_is_refused()
    {
        _a.Join();
        _b.Epoch = 1;

        Assert.Equal(KafkaError.UnknownMemberId, _b.Beat().Error);
        Assert.Equal(KafkaError.UnknownMemberId, _b.Leave());
    }

    [Fact]
    public void Old_client_is_given_a_member_id()
    {
        var answer = new ConsumerStory(_group, "").Join(version: 0);

        Assert.Equal(KafkaError.None, answer.Error);
        Assert.NotEqual("", answer.MemberId);
        Assert.Equal(KafkaError.InvalidRequest, new ConsumerStory(_group, "").Join(version: 1).Error);
    }

    [Fact]
    public void Group_goes_on_where_the_coordinator_moves()
    {
        _a.Join();
        _b.Join();
        _a.Beat();
        _group.Reload();

        _a.Acknowledge();
        _b.Beat();

        Assert.Equal("0 1", _a.Partitions);
        Assert.Equal("2 3", _b.Partitions);
    }

    [Fact]
    public void Description_shows_what_members_have_and_are_to_have()
    {
        _a.Join();
        _b.Join();

        var group = _group.Machine.DescribeConsumer(GroupFixture.Group);

        var a = group.Members.Single(member => member.MemberId == "a");
        Assert.Equal("Reconciling", group.GroupState);
        Assert.Equal((2, 2), (group.GroupEpoch, group.AssignmentEpoch));
        Assert.Equal([0, 1, 2, 3], a.Assignment.TopicPartitions[0].Partitions.ToArray());
        Assert.Equal([0, 1], a.TargetAssignment.TopicPartitions[0].Partitions.ToArray());
        Assert.Equal(KafkaError.GroupIdNotFound, _group.Machine.DescribeConsumer("other").Error);
    }
}
