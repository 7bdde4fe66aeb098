using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Unit.Client.Groups;

/// <summary>KIP-848 from the member's side, word by word.</summary>
public sealed class MemberMachineTests
{
    private static readonly TopicId Orders = new(Guid.NewGuid());
    private static readonly GroupSubscription Subscription = new(["orders"], null);

    private readonly MemberMachine _member = new(new ConsumerOptions { GroupId = "workers" }, "me");

    [Fact]
    public void Join_says_everything_and_later_heartbeats_nothing_that_is_known()
    {
        _member.Subscribe(Subscription);

        var join = _member.NextRequest()!;
        Answer(epoch: 1);
        var next = _member.NextRequest()!;

        Assert.Equal((0, "me", TimeSpan.FromMinutes(5)), (join.MemberEpoch, join.MemberId, join.RebalanceTimeout));
        Assert.Equal(["orders"], join.SubscribedTopicNames!.Value.ToArray());
        Assert.Empty(join.TopicPartitions!.Value);
        Assert.Equal((1, TimeSpan.FromMilliseconds(-1)), (next.MemberEpoch, next.RebalanceTimeout));
        Assert.Null(next.SubscribedTopicNames);
        Assert.Null(next.TopicPartitions);
        Assert.False(_member.IsUrgent);
    }

    [Fact]
    public void Assignment_is_made_first_and_acknowledged_then()
    {
        Join(0, 1);

        var rebalance = _member.NextRebalance(NameOf)!;
        Assert.Null(_member.NextRequest()!.TopicPartitions);
        _member.Complete(rebalance);

        Assert.Empty(rebalance.Removed);
        Assert.Equal([new("orders", 0), new("orders", 1)], rebalance.Added);
        Assert.True(_member.IsUrgent);
        Assert.Equal([0, 1], Assert.Single(_member.NextRequest()!.TopicPartitions!.Value).Partitions.ToArray());
        Assert.Null(_member.NextRebalance(NameOf));
    }

    [Fact]
    public void What_is_taken_away_is_given_up_before_it_is_acknowledged()
    {
        Own(0, 1);
        Answer(epoch: 2, 1);

        var rebalance = _member.NextRebalance(NameOf)!;
        Assert.False(rebalance.IsLost);
        Assert.Equal([new("orders", 0)], rebalance.Removed);
        Assert.True(_member.Identity.IsMember);
        _member.Complete(rebalance);

        Assert.Equal([1], Assert.Single(_member.NextRequest()!.TopicPartitions!.Value).Partitions.ToArray());
    }

    [Fact]
    public void Topic_of_which_the_name_is_not_known_waits_for_it()
    {
        Join(0);

        var nothing = _member.NextRebalance(_ => null)!;
        Assert.Empty(nothing.Added);
        _member.Complete(nothing);
        Assert.Null(_member.NextRebalance(_ => null));
        Assert.True(_member.MissesTopics(_ => null));

        Assert.Equal([new("orders", 0)], _member.NextRebalance(NameOf)!.Added);
        Assert.False(_member.MissesTopics(NameOf));
    }

    [Theory]
    [InlineData(KafkaError.FencedMemberEpoch)]
    [InlineData(KafkaError.UnknownMemberId)]
    public void Fenced_member_gives_up_all_as_lost_and_joins_again(KafkaError error)
    {
        Own(0);

        _member.TakeFailure(new ClientException(error, "out"));
        Assert.False(_member.Identity.IsMember);
        Assert.Null(_member.NextRequest());
        var rebalance = _member.NextRebalance(NameOf)!;
        Assert.True(rebalance.IsLost);
        Assert.Equal([new("orders", 0)], rebalance.Removed);
        _member.Complete(rebalance);

        var join = _member.NextRequest()!;
        Assert.Equal((0, "me"), (join.MemberEpoch, join.MemberId));
        Assert.Empty(join.TopicPartitions!.Value);
    }

    [Fact]
    public void Member_that_is_fenced_while_it_takes_its_first_partitions_gives_them_up_before_it_joins_again()
    {
        Join(0);
        var first = _member.NextRebalance(NameOf)!;

        _member.TakeFailure(new ClientException(KafkaError.FencedMemberEpoch, "out"));
        Assert.Null(_member.NextRequest());
        _member.Complete(first);
        Assert.Null(_member.NextRequest());
        var rebalance = _member.NextRebalance(NameOf)!;
        _member.Complete(rebalance);

        Assert.True(rebalance.IsLost);
        Assert.Equal([new("orders", 0)], rebalance.Removed);
        Assert.Empty(_member.NextRequest()!.TopicPartitions!.Value);
    }

    [Fact]
    public void Partitions_that_were_half_taken_when_the_change_was_broken_off_are_given_up_when_they_go()
    {
        Join(0, 1);
        _member.NextRebalance(NameOf);
        Answer(epoch: 2, 1);

        var rebalance = _member.NextRebalance(NameOf)!;
        Assert.Equal([new("orders", 0)], rebalance.Removed);
        Assert.Equal([new("orders", 1)], rebalance.Added);
        _member.TakeFailure(new ClientException(KafkaError.UnknownMemberId, "out"));

        // Broken off, too.
        var lost = _member.NextRebalance(NameOf)!;
        Assert.True(lost.IsLost);
        Assert.Equal([new("orders", 0), new("orders", 1)], lost.Removed.OrderBy(partition => partition.Partition));
        _member.Complete(lost);
        Assert.Equal(0, _member.NextRequest()!.MemberEpoch);
    }

    [Fact]
    public void Membership_is_another_after_each_join_and_the_same_while_the_epoch_grows()
    {
        Own(0);
        var first = _member.Identity;
        Answer(epoch: 2);
        Assert.True(_member.Identity.Continues(first));

        _member.TakeFailure(new ClientException(KafkaError.FencedMemberEpoch, "out"));
        Assert.False(_member.Identity.Continues(first));
        _member.Complete(_member.NextRebalance(NameOf)!);
        Answer(epoch: 3);

        Assert.True(_member.Identity.IsMember);
        Assert.False(_member.Identity.Continues(first));
    }

    [Fact]
    public void Request_that_may_be_lost_is_said_again_in_full()
    {
        Own(0);

        _member.TakeFailure(new ConnectionLostException("gone"));

        var again = _member.NextRequest()!;
        Assert.Equal(["orders"], again.SubscribedTopicNames!.Value.ToArray());
        Assert.Equal([0], Assert.Single(again.TopicPartitions!.Value).Partitions.ToArray());
        Assert.Equal(1, again.MemberEpoch);
    }

    [Fact]
    public void Member_that_is_too_slow_says_that_it_goes_and_comes_back_when_it_is_asked()
    {
        Own(0);

        _member.Expire();
        Assert.Equal(-1, _member.NextRequest()!.MemberEpoch);
        Assert.False(_member.Identity.IsMember);
        _member.TakeResponse(new() { MemberEpoch = -1 });
        Assert.Equal(MemberPhase.Expired, _member.Phase);
        Assert.Null(_member.NextRequest());
        _member.Poll();
        Assert.Null(_member.NextRequest());
        _member.Complete(_member.NextRebalance(NameOf)!);

        Assert.Equal(0, _member.NextRequest()!.MemberEpoch);
    }

    [Fact]
    public void Static_member_leaves_so_that_its_place_is_kept()
    {
        var member = new MemberMachine(new ConsumerOptions { GroupId = "workers", GroupInstanceId = "one" }, "me");
        member.Subscribe(Subscription);
        member.NextRequest();
        member.TakeResponse(new() { MemberEpoch = 1 });

        member.Leave();

        var farewell = member.NextRequest()!;
        Assert.Equal((-2, "one"), (farewell.MemberEpoch, farewell.InstanceId));
        member.TakeResponse(new() { MemberEpoch = -2 });
        Assert.Equal(MemberPhase.Idle, member.Phase);
    }

    [Fact]
    public void Error_that_stays_ends_membership_until_it_subscribes_anew()
    {
        Own(0);

        _member.TakeFailure(new ClientException(KafkaError.UnreleasedInstanceId, "in use"));
        Assert.True(_member.NextRebalance(NameOf)!.IsLost);
        Assert.Equal(KafkaError.UnreleasedInstanceId, _member.Failure!.Error);
        Assert.Null(_member.NextRequest());
        _member.Complete(_member.NextRebalance(NameOf)!);
        _member.Subscribe(Subscription);

        Assert.Null(_member.Failure);
        Assert.Equal(0, _member.NextRequest()!.MemberEpoch);
    }

    [Fact]
    public void Member_that_subscribes_while_it_still_leaves_joins_when_it_has_left()
    {
        Own(0);
        _member.Leave();
        Assert.Equal(-1, _member.NextRequest()!.MemberEpoch);

        _member.Subscribe(new(["payments"], null));
        Assert.Equal(-1, _member.NextRequest()!.MemberEpoch);
        _member.TakeResponse(new() { MemberEpoch = -1 });

        var join = _member.NextRequest()!;
        Assert.Equal((0, "payments"), (join.MemberEpoch, Assert.Single(join.SubscribedTopicNames!.Value)));
    }

    [Fact]
    public void Member_that_leaves_once_more_does_not_come_back()
    {
        Own(0);
        _member.Leave();
        _member.Subscribe(Subscription);

        _member.Leave();
        Assert.Equal(-1, _member.NextRequest()!.MemberEpoch);
        _member.TakeFailure(new ConnectionLostException("gone"));

        Assert.Equal(MemberPhase.Idle, _member.Phase);
    }

    [Fact]
    public void Member_that_failed_and_subscribes_anew_gives_up_what_it_had_before_it_joins()
    {
        Own(0);
        _member.TakeFailure(new ClientException(KafkaError.UnreleasedInstanceId, "in use"));

        _member.Subscribe(Subscription);
        Assert.Null(_member.NextRequest());
        _member.Complete(_member.NextRebalance(NameOf)!);

        Assert.Empty(_member.NextRequest()!.TopicPartitions!.Value);
    }

    [Fact]
    public void Other_subscription_is_told_at_once_and_a_pattern_is_taken_back_by_an_empty_one()
    {
        _member.Subscribe(new([], "orders-.*"));
        Assert.Equal("orders-.*", _member.NextRequest()!.SubscribedTopicRegex);
        Answer(epoch: 1);

        _member.Subscribe(Subscription);

        Assert.True(_member.IsUrgent);
        var request = _member.NextRequest()!;
        Assert.Equal(["orders"], request.SubscribedTopicNames!.Value.ToArray());
        Assert.Equal("", request.SubscribedTopicRegex);
    }

    private static string? NameOf(TopicId topic) => topic == Orders ? "orders" : null;

    private void Own(params int[] partitions)
    {
        Join(partitions);
        _member.Complete(_member.NextRebalance(NameOf)!);
        _member.NextRequest();
        _member.TakeResponse(new() { MemberEpoch = 1 });
    }

    private void Join(params int[] partitions)
    {
        _member.Subscribe(Subscription);
        _member.NextRequest();
        Answer(epoch: 1, partitions);
    }

    private void Answer(int epoch, params int[] partitions) => _member.TakeResponse(new()
    {
        MemberEpoch = epoch,
        Assignment = partitions.Length == 0
            ? null
            : new() { TopicPartitions = [new() { TopicId = Orders, Partitions = [.. partitions] }] },
    });
}
