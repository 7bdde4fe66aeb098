using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;
using Cloud.Core.Replication.Leading;

namespace Cloud.Unit.Replication;

public sealed class LeaderMachineTests
{
    private static readonly TimeSpan BeyondLag = TimeSpan.FromSeconds(31);

    [Theory]
    [InlineData(20, 20, 20, 20)]
    [InlineData(15, 20, 20, 15)]
    [InlineData(20, 14, 16, 14)]
    [InlineData(20, 20, 10, 10)]
    [InlineData(20, 5, 20, 10)]
    public void High_watermark_is_the_smallest_flushed_end_in_sync(long own, long second, long third, long expected)
    {
        var leader = new LeaderFixture();

        leader.LogIs(20, flushed: own);
        leader.FollowerIs(2, 20, flushed: second);
        leader.FollowerIs(3, 20, flushed: third);

        Assert.Equal(expected, leader.HighWatermark);
    }

    [Fact]
    public void Write_caching_counts_what_is_in_the_file()
    {
        var leader = new LeaderFixture();
        leader.LogIs(20, flushed: 10);
        leader.FollowerIs(2, 18, flushed: 10);
        leader.FollowerIs(3, 19, flushed: 10);

        leader.Step(new LeaderEvent.SettingsChanged(new(2, IsWriteCaching: true), new(0)));

        Assert.Equal(18, leader.HighWatermark);
    }

    [Theory]
    [InlineData(20, 20, true)]
    [InlineData(20, 19, false)]
    public void Leader_is_at_rest_when_everybody_in_sync_has_everything(long second, long third, bool isAtRest)
    {
        var leader = new LeaderFixture();

        leader.LogIs(20);
        leader.FollowerIs(2, second);
        leader.FollowerIs(3, third);

        Assert.Equal(isAtRest, leader.Machine.IsAtRest);
    }

    [Fact]
    public void Leader_is_not_at_rest_while_somebody_is_out_of_sync()
    {
        var leader = new LeaderFixture(isr: [1, 2]);

        leader.LogIs(20);
        leader.FollowerIs(2, 20);

        Assert.False(leader.Machine.IsAtRest);
    }

    [Fact]
    public void High_watermark_never_moves_by_the_leader_alone()
    {
        var leader = new LeaderFixture();

        leader.LogIs(100);

        Assert.Equal(10, leader.HighWatermark);
    }

    [Fact]
    public void High_watermark_stays_while_too_few_are_in_sync()
    {
        var leader = new LeaderFixture(isr: [1], minIsr: 2);

        leader.LogIs(20);

        Assert.Equal(10, leader.HighWatermark);
        Assert.True(leader.Machine.IsIsrTooSmall);
    }

    [Fact]
    public void High_watermark_stays_while_somebody_is_eligible_whatever_the_minimum()
    {
        var leader = new LeaderFixture(minIsr: 1);
        leader.Commits(leader.Committed with
        {
            PartitionEpoch = new(21),
            Isr = LeaderFixture.Ids(1),
            Elr = LeaderFixture.Ids(2, 3),
        });

        leader.LogIs(20);

        Assert.Equal(10, leader.HighWatermark);
        Assert.True(leader.Machine.IsIsrTooSmall);
    }

    [Fact]
    public void High_watermark_does_not_go_back_for_a_member_that_is_behind_it()
    {
        var leader = new LeaderFixture(start: 20, highWatermark: 15);

        leader.LogIs(20);
        leader.FollowerIs(2, 12);
        leader.FollowerIs(3, 12);

        Assert.Equal(15, leader.HighWatermark);
        Assert.DoesNotContain(leader.Effects, effect => effect is LeaderEffect.HighWatermarkMoved);
    }

    [Fact]
    public void Log_that_was_not_compared_counts_for_nothing()
    {
        var leader = new LeaderFixture();
        leader.LogIs(20);

        leader.FollowerIs(2, 20, isMatching: false);
        leader.FollowerIs(3, 20, isMatching: false);

        Assert.Equal(10, leader.HighWatermark);
    }

    [Fact]
    public void Reached_offset_of_a_former_life_is_forgotten()
    {
        var leader = new LeaderFixture();
        leader.LogIs(20, flushed: 10);
        leader.FollowerIs(2, 20);
        leader.FollowerIs(3, 20);
        leader.Registers(3, 203);

        leader.LogIs(20);
        leader.FollowerIs(3, 20, epoch: 103);
        var withFormerLife = leader.HighWatermark;
        leader.FollowerIs(3, 18, epoch: 203);

        Assert.Equal((10, 18), (withFormerLife, leader.HighWatermark));
    }

    [Fact]
    public void Lagging_member_is_proposed_to_leave_and_bounds_until_that_is_committed()
    {
        var leader = new LeaderFixture();
        leader.LogIs(20);
        leader.FollowerIs(2, 20);
        leader.Pass(BeyondLag);

        var proposed = leader.ProposedIsr.ToList();
        var beforeCommit = leader.HighWatermark;
        leader.Answer(AlterPartitionOutcome.Committed, leader.StateAsProposed());

        Assert.Equal([1, 2], proposed);
        Assert.Equal((10, 20), (beforeCommit, leader.HighWatermark));
        Assert.Equal([101L, 102L], leader.LastProposal.NewIsr.Select(member => member.Epoch.Value));
    }

    [Fact]
    public void Idle_member_does_not_lag_however_long_nothing_is_appended()
    {
        var leader = new LeaderFixture();
        leader.LogIs(20);
        leader.FollowerIs(2, 20);
        leader.FollowerIs(3, 20);

        leader.Pass(TimeSpan.FromHours(5));
        leader.LogIs(21);
        leader.Pass(TimeSpan.FromSeconds(29));

        Assert.Equal(0, leader.ProposalCount);
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    [InlineData(25, true)]
    public void Follower_joins_at_the_high_watermark(long reached, bool joins)
    {
        var leader = new LeaderFixture(isr: [1, 2]);
        leader.LogIs(20);
        leader.FollowerIs(2, 20);
        leader.LogIs(25);

        leader.FollowerIs(3, reached);

        Assert.Equal(joins ? 1 : 0, leader.ProposalCount);
    }

    [Fact]
    public void Follower_joins_only_beyond_the_start_of_the_epoch()
    {
        var leader = new LeaderFixture(isr: [1, 2], start: 30, highWatermark: 12);

        leader.FollowerIs(3, 29);
        var before = leader.ProposalCount;
        leader.FollowerIs(3, 30);

        Assert.Equal((0, 1), (before, leader.ProposalCount));
        Assert.Equal([1, 2, 3], leader.ProposedIsr);
    }

    [Fact]
    public void Joining_follower_bounds_from_the_proposal_on()
    {
        var leader = new LeaderFixture(isr: [1, 2]);
        leader.LogIs(20);
        leader.FollowerIs(2, 20);
        leader.FollowerIs(3, 20);
        leader.Pass(TimeSpan.FromSeconds(1));

        leader.LogIs(30);
        leader.FollowerIs(2, 30);
        leader.Pass(BeyondLag);

        Assert.Equal(1, leader.ProposalCount);
        Assert.Equal(20, leader.HighWatermark);
    }

    [Fact]
    public void Pace_of_a_former_life_counts_for_nothing()
    {
        var leader = new LeaderFixture(isr: [1, 2]);
        leader.LogIs(20);
        leader.FollowerIs(2, 20);
        leader.FollowerIs(3, 20);

        leader.Registers(3, 203);
        leader.Commits(leader.Committed with { PartitionEpoch = new(21) });
        leader.LogIs(40);
        leader.FollowerIs(2, 40);
        leader.FollowerIs(3, 5, epoch: 203);

        // Its disk is another one: it is far behind, and nobody waits for it.
        Assert.Equal(40, leader.HighWatermark);
    }

    [Theory]
    [InlineData(BrokerConditionKind.Fenced, 103)]
    [InlineData(BrokerConditionKind.ShuttingDown, 103)]
    [InlineData(BrokerConditionKind.Active, 104)]
    public void Broker_that_may_not_be_in_sync_is_not_proposed(BrokerConditionKind condition, long registered)
    {
        var leader = new LeaderFixture(isr: [1, 2]);
        leader.Registers(3, registered, condition);

        leader.FollowerIs(3, 10);

        Assert.Equal(0, leader.ProposalCount);
    }

    [Fact]
    public void Only_one_proposal_is_under_way()
    {
        var leader = new LeaderFixture(isr: [1]);
        leader.FollowerIs(2, 10);

        leader.FollowerIs(3, 10);
        var whileUnderWay = leader.ProposalCount;
        leader.Answer(AlterPartitionOutcome.Committed, leader.StateAsProposed());

        Assert.Equal((1, 2), (whileUnderWay, leader.ProposalCount));
        Assert.Equal([1, 2, 3], leader.ProposedIsr);
    }

    [Fact]
    public void Refused_proposal_is_in_doubt_and_made_again_after_a_pause()
    {
        var leader = new LeaderFixture(isr: [1, 2]);
        leader.FollowerIs(3, 10);

        leader.Answer(AlterPartitionOutcome.IneligibleReplica, leader.Committed);
        var isr = leader.Machine.Isr;
        leader.Pass(TimeSpan.FromMilliseconds(100));
        var tooEarly = leader.ProposalCount;
        leader.Pass(TimeSpan.FromMilliseconds(200));

        Assert.True(isr.IsProposed(new(3)));
        Assert.Equal((1, 2), (tooEarly, leader.ProposalCount));
    }

    [Fact]
    public void Unanswered_proposal_bounds_until_the_partition_epoch_has_moved_on()
    {
        var leader = new LeaderFixture(isr: [1, 2]);
        leader.LogIs(20);
        leader.FollowerIs(2, 20);
        leader.FollowerIs(3, 20);
        leader.NoAnswer();
        leader.LogIs(30);
        leader.FollowerIs(2, 30);
        leader.Pass(BeyondLag);

        // Refused now, but the first attempt may still arrive and be committed.
        leader.Answer(AlterPartitionOutcome.IneligibleReplica, leader.Committed);
        var inDoubt = leader.HighWatermark;
        leader.Pass(TimeSpan.FromSeconds(1));
        var withdrawal = leader.ProposedIsr.ToList();
        leader.Answer(AlterPartitionOutcome.Committed, leader.StateAsProposed());

        Assert.Equal(20, inDoubt);
        Assert.Equal([1, 2], withdrawal);
        Assert.Equal(30, leader.HighWatermark);
    }

    [Fact]
    public void Lost_answer_is_found_in_the_next_refusal()
    {
        var leader = new LeaderFixture(isr: [1, 2]);
        leader.FollowerIs(3, 10);
        var committed = leader.StateAsProposed();
        leader.NoAnswer();
        leader.Pass(TimeSpan.FromSeconds(1));

        leader.Answer(AlterPartitionOutcome.InvalidUpdateVersion, committed);

        Assert.Equal([1, 2, 3], leader.Committed.Isr.Select(id => id.Value));
        Assert.False(leader.Machine.IsInProposal);
    }

    [Fact]
    public void Metadata_that_overtakes_the_answer_settles_the_proposal()
    {
        var leader = new LeaderFixture(isr: [1, 2]);
        leader.FollowerIs(3, 10);
        var committed = leader.StateAsProposed();

        leader.Commits(committed);
        leader.Answer(AlterPartitionOutcome.Committed, committed);

        Assert.Equal(1, leader.ProposalCount);
        Assert.True(leader.Machine.Isr.IsCommitted(new(3)));
        Assert.False(leader.Machine.IsInProposal);
    }

    [Theory]
    [InlineData(AlterPartitionOutcome.FencedLeaderEpoch)]
    [InlineData(AlterPartitionOutcome.StaleBrokerEpoch)]
    public void Leader_that_is_none_to_the_controller_is_deposed(AlterPartitionOutcome outcome)
    {
        var leader = new LeaderFixture(isr: [1, 2]);
        leader.FollowerIs(3, 10);

        leader.Answer(outcome, null);

        Assert.Contains(leader.Effects, effect => effect is LeaderEffect.Deposed);
    }

    [Fact]
    public void Leader_of_a_partition_that_the_controller_does_not_know_asks_again()
    {
        var leader = new LeaderFixture(isr: [1, 2]);
        leader.FollowerIs(3, 10);

        leader.Answer(AlterPartitionOutcome.UnknownPartition, null);
        leader.Pass(TimeSpan.FromSeconds(1));

        Assert.DoesNotContain(leader.Effects, effect => effect is LeaderEffect.Deposed);
        Assert.Equal(2, leader.ProposalCount);
    }

    [Fact]
    public void Later_epoch_in_any_answer_deposes()
    {
        var leader = new LeaderFixture(isr: [1, 2]);
        leader.FollowerIs(3, 10);

        leader.Answer(AlterPartitionOutcome.InvalidUpdateVersion, leader.Committed with
        {
            LeaderEpoch = new(8),
            PartitionEpoch = new(21),
        });

        Assert.Contains(leader.Effects, effect => effect is LeaderEffect.Deposed);
    }

    [Fact]
    public void Older_state_changes_nothing()
    {
        var leader = new LeaderFixture();

        leader.Commits(leader.Committed with { PartitionEpoch = new(19), Isr = LeaderFixture.Ids(1) });

        Assert.Equal(3, leader.Committed.Isr.Length);
    }

    [Fact]
    public void Topic_cannot_ask_for_more_in_sync_than_it_has_replicas()
    {
        var leader = new LeaderFixture(minIsr: 9);

        Assert.Equal(3, leader.Machine.MinInSyncReplicas);
    }

    [Fact]
    public void Isr_that_became_too_small_is_told_once()
    {
        var leader = new LeaderFixture();

        leader.Commits(leader.Committed with { PartitionEpoch = new(21), Isr = LeaderFixture.Ids(1) });
        leader.Pass(TimeSpan.FromSeconds(1));

        Assert.Single(leader.Effects, effect => effect is LeaderEffect.IsrBecameTooSmall);
    }
}
