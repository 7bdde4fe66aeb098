using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.Elections;
using Cloud.Protocol;

namespace Cloud.Unit.Controller;

public sealed class AlterPartitionTests
{
    private readonly TestCluster _cluster = new(brokers: 3);
    private readonly TopicIdPartition _partition;

    public AlterPartitionTests() => _partition = _cluster.Topic([1, 2, 3]);

    [Fact]
    public void Shrink_and_expansion_are_committed_in_the_same_leader_epoch()
    {
        Assert.Equal(AlterPartitionOutcome.Committed, _cluster.Propose(_partition, 1, 2).Outcome);
        PartitionAssert.Is(_cluster.Partition(_partition), leader: 1, isr: [1, 2]);

        Assert.Equal(AlterPartitionOutcome.Committed, _cluster.Propose(_partition, 3, 2, 1).Outcome);
        PartitionAssert.Is(_cluster.Partition(_partition), leader: 1, isr: [1, 2, 3]);
        Assert.Equal(new LeaderEpoch(0), _cluster.Partition(_partition).LeaderEpoch);
        Assert.Equal(new PartitionEpoch(2), _cluster.Partition(_partition).PartitionEpoch);
    }

    [Fact]
    public void Same_proposal_again_is_committed_without_a_change()
    {
        var proposal = _cluster.Proposal(_partition, 1, 2);
        var first = _cluster.Propose(proposal);

        var again = _cluster.Machine.AlterPartition(proposal);

        Assert.Empty(again.Records);
        Assert.Equal(AlterPartitionOutcome.Committed, again.Response.Value.Outcome);
        Assert.Same(first.Committed, again.Response.Value.Committed);
    }

    [Fact]
    public void Proposal_of_what_is_committed_makes_earlier_ones_void()
    {
        var earlier = _cluster.Proposal(_partition, 1, 2);

        var reply = _cluster.Propose(_partition, 1, 2, 3);

        Assert.Equal(AlterPartitionOutcome.Committed, reply.Outcome);
        Assert.Equal(new PartitionEpoch(1), reply.Committed!.PartitionEpoch);
        Assert.Equal(AlterPartitionOutcome.InvalidUpdateVersion, _cluster.Propose(earlier).Outcome);
    }

    [Fact]
    public void Proposal_over_another_partition_epoch_is_refused_with_the_committed_state()
    {
        var late = _cluster.Proposal(_partition, 1);
        _cluster.Propose(_partition, 1, 2);

        var reply = _cluster.Propose(late);

        Assert.Equal(AlterPartitionOutcome.InvalidUpdateVersion, reply.Outcome);
        Assert.Same(_cluster.Partition(_partition), reply.Committed);
    }

    [Fact]
    public void Deposed_leader_is_fenced_by_its_leader_epoch()
    {
        var late = _cluster.Proposal(_partition, 1, 2);
        _cluster.Fail(1);
        _cluster.Start(1);

        Assert.Equal(AlterPartitionOutcome.StaleBrokerEpoch, _cluster.Propose(late).Outcome);
        var inNewLife = late with { LeaderBrokerEpoch = _cluster.Broker(1).Epoch };
        Assert.Equal(AlterPartitionOutcome.FencedLeaderEpoch, _cluster.Propose(inNewLife).Outcome);
    }

    [Fact]
    public void Proposer_that_knows_more_than_the_controller_is_not_told_that_it_was_deposed()
    {
        var proposal = _cluster.Proposal(_partition, 1, 2) with { LeaderEpoch = new LeaderEpoch(9) };

        Assert.Equal(AlterPartitionOutcome.InvalidUpdateVersion, _cluster.Propose(proposal).Outcome);
        var ofLaterLife = _cluster.Proposal(_partition, 1, 2) with { LeaderBrokerEpoch = new BrokerEpoch(99) };
        Assert.Equal(AlterPartitionOutcome.InvalidUpdateVersion, _cluster.Propose(ofLaterLife).Outcome);
    }

    [Fact]
    public void Fenced_or_stopping_member_is_ineligible()
    {
        _cluster.Fail(3);
        Assert.Equal(AlterPartitionOutcome.IneligibleReplica, _cluster.Propose(_partition, 1, 2, 3).Outcome);

        _cluster.Start(3);
        _cluster.ShutDown(3);
        Assert.Equal(AlterPartitionOutcome.IneligibleReplica, _cluster.Propose(_partition, 1, 2, 3).Outcome);
    }

    [Fact]
    public void Member_of_a_former_life_is_ineligible()
    {
        _cluster.Fail(3);
        var former = _cluster.Broker(3).Epoch;
        _cluster.Start(3);
        var proposal = _cluster.Proposal(_partition, 1, 2, 3);
        proposal = proposal with { NewIsr = [.. proposal.NewIsr.Take(2), new(TestCluster.B(3), former)] };

        Assert.Equal(AlterPartitionOutcome.IneligibleReplica, _cluster.Propose(proposal).Outcome);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    public void Isr_that_is_none_is_ineligible(int first, int second)
    {
        _cluster.Start(4);

        Assert.Equal(AlterPartitionOutcome.IneligibleReplica, _cluster.Propose(_partition, first, second).Outcome);
    }

    [Fact]
    public void Unknown_partition_is_named_so()
    {
        var proposal = _cluster.Proposal(_partition, 1, 2);

        var reply = _cluster.Propose(proposal with { Partition = _partition with { Partition = 5 } });

        Assert.Equal(new AlterPartitionReply(AlterPartitionOutcome.UnknownPartition, null), reply);
    }

    [Fact]
    public void Uncleanly_elected_leader_takes_others_in_once_it_has_confirmed()
    {
        _cluster.Propose(_partition, 1);
        _cluster.Fail(1);
        _cluster.Do(_cluster.Machine.ElectLeaders(ElectionKind.Unclean, partitions: null));
        Assert.True(_cluster.Partition(_partition).IsRecovering);

        var silent = _cluster.Propose(_partition, 2, 3);
        var confirmed = _cluster.Propose(_cluster.Proposal(_partition, 2, 3) with { IsRecovered = true });

        Assert.Equal(AlterPartitionOutcome.IneligibleReplica, silent.Outcome);
        Assert.Equal(AlterPartitionOutcome.Committed, confirmed.Outcome);
        Assert.False(confirmed.Committed!.IsRecovering);
        PartitionAssert.Is(confirmed.Committed, leader: 2, isr: [2, 3]);
    }

    [Fact]
    public void Many_proposals_are_decided_as_if_one_came_after_the_other()
    {
        var (second, third) = (_cluster.Topic([2, 3, 1]), _cluster.Topic([3, 1, 2]));
        var version = _cluster.Machine.Cluster.MetadataVersion;
        var stale = _cluster.Proposal(third, 3) with { LeaderEpoch = new(-1) };

        var replies = _cluster.Do(_cluster.Machine.AlterPartitions(
        [
            _cluster.Proposal(_partition, 1, 2),
            _cluster.Proposal(second, 2),
            stale,
            _cluster.Proposal(_partition, 1, 2),
            _cluster.Proposal(_partition, 1),
        ])).Value;

        Assert.Equal(
            [
                AlterPartitionOutcome.Committed,
                AlterPartitionOutcome.Committed,
                AlterPartitionOutcome.FencedLeaderEpoch,
                AlterPartitionOutcome.Committed,
                AlterPartitionOutcome.InvalidUpdateVersion,
            ],
            replies.Select(reply => reply.Outcome));
        PartitionAssert.Is(_cluster.Partition(_partition), leader: 1, isr: [1, 2]);
        PartitionAssert.Is(_cluster.Partition(second), leader: 2, isr: [2]);
        Assert.Equal(3, _cluster.Partition(third).Isr.Length);
        Assert.Equal(_cluster.Partition(_partition), replies[4].Committed);
        Assert.Equal(version + 1, _cluster.Machine.Cluster.MetadataVersion);
    }
}
