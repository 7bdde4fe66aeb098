using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;
using Cloud.Core.Partitions.Producing;
using Cloud.Core.Replication.Messages;
using Cloud.Protocol;

namespace Cloud.Unit.Partitions;

public sealed class IsrTests
{
    [Fact]
    public void Lagging_follower_leaves_and_acknowledgements_go_on_without_it()
    {
        var cluster = new TestCluster();
        cluster.Network.Isolate(3, [1, 2]);

        var reply = cluster.ProduceAndWait(1);

        Assert.Equal(AppendFailure.None, reply.Failure);
        Assert.InRange(cluster.Clock.Elapsed.TotalSeconds, 10, 16);
        Assert.Equal([1, 2], cluster.Isr);
        Assert.Equal(1, cluster.Controller.Partition.PartitionEpoch.Value);
    }

    [Fact]
    public void Follower_that_comes_back_catches_up_and_joins()
    {
        var cluster = new TestCluster();
        cluster.Network.Isolate(3, [1, 2]);
        cluster.ProduceAndWait(1, records: 5);

        cluster.Network.Heal();
        cluster.Pass(TimeSpan.FromSeconds(4));

        Assert.Equal([1, 2, 3], cluster.Isr);
        Assert.Equal(new Offset(5), cluster.HighWatermarkOn(3));
    }

    [Fact]
    public void High_watermark_waits_for_the_shrink_to_be_committed()
    {
        var cluster = new TestCluster();
        cluster.Network.Isolate(3, [1, 2]);
        cluster.Controller.Overrule = _ => AlterPartitionOutcome.InvalidUpdateVersion;
        var waiting = cluster.Produce(1);

        cluster.Pass(TimeSpan.FromSeconds(20));
        var whileRefused = cluster.HighWatermarkOn(1);
        cluster.Controller.Overrule = _ => null;

        Assert.Equal(AppendFailure.None, cluster.Wait(waiting).Failure);
        Assert.NotEmpty(cluster.Controller.Proposals);
        Assert.Equal(Offset.Zero, whileRefused);
    }

    [Fact]
    public void High_watermark_waits_for_a_shrink_without_an_answer()
    {
        var cluster = new TestCluster();
        cluster.Network.Isolate(3, [1, 2]);
        cluster.Controller.IsSilent = true;
        cluster.Wait(cluster.Produce(1, acks: Acks.Leader));

        cluster.Pass(TimeSpan.FromSeconds(20));

        Assert.Single(cluster.Controller.Proposals);
        Assert.Equal(Offset.Zero, cluster.HighWatermarkOn(1));
    }

    [Fact]
    public void Proposal_without_an_answer_is_cleared_up_by_the_next()
    {
        var cluster = new TestCluster();
        cluster.Network.Isolate(3, [1, 2]);
        cluster.Controller.LosesAnswers = true;
        var waiting = cluster.Produce(1);
        cluster.Pass(TimeSpan.FromSeconds(16));
        var whileInDoubt = cluster.HighWatermarkOn(1);

        cluster.Controller.LosesAnswers = false;

        Assert.Equal(AppendFailure.None, cluster.Wait(waiting).Failure);
        Assert.Equal(Offset.Zero, whileInDoubt);
        Assert.Equal([1, 2], cluster.Isr);
    }

    [Fact]
    public void Follower_that_the_controller_fences_is_neither_pushed_to_nor_proposed()
    {
        var cluster = new TestCluster();
        cluster.Controller.Commit(state => state with { Isr = [new(1), new(2)] });
        cluster.Controller.Register(3, 1003, BrokerConditionKind.Fenced);
        cluster.Publish();
        cluster.ProduceAndWait(1);
        cluster.Pass(TimeSpan.FromSeconds(1));
        var (sent, proposed) = (cluster.Network.Delivered.Count, cluster.Controller.Proposals.Count);

        cluster.ProduceAndWait(1);

        Assert.DoesNotContain(
            cluster.Network.Delivered.Skip(sent), delivered => delivered.To == new BrokerId(3));
        Assert.Equal(proposed, cluster.Controller.Proposals.Count);
    }

    [Fact]
    public void Answer_of_a_former_life_counts_for_nothing()
    {
        var cluster = new TestCluster();
        cluster.Controller.Commit(state => state with { Isr = [new(1), new(2)] });
        cluster.Controller.Register(3, 2003);

        cluster.Publish(1, 2);
        cluster.ProduceAndWait(1, records: 2);
        cluster.Pass(TimeSpan.FromSeconds(2));

        // The third broker still answers as 1003.
        Assert.Equal([1, 2], cluster.Isr);
        Assert.All(cluster.Controller.Proposals, proposal => Assert.DoesNotContain(
            new IsrMember(new(3), new(1003)), proposal.NewIsr));
    }

    [Fact]
    public void Leader_alone_commits_nothing_below_the_minimum()
    {
        var cluster = new TestCluster();
        cluster.Controller.Commit(state => state with { Isr = [new(1)] });
        cluster.Controller.Overrule = _ => AlterPartitionOutcome.IneligibleReplica;
        cluster.Publish();

        cluster.Wait(cluster.Produce(1, acks: Acks.Leader));
        cluster.Pass(TimeSpan.FromSeconds(20));

        Assert.Equal(Offset.Zero, cluster.HighWatermarkOn(1));
        Assert.Equal(new Offset(1), cluster.LogEndOn(2));
    }

    [Fact]
    public void New_leader_with_a_late_high_watermark_does_not_go_back()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1, records: 4);
        cluster.Settle();

        cluster.Elect(2, 1, 2, 3);
        cluster.Settle();

        Assert.Equal(new Offset(4), cluster.HighWatermarkOn(2));
        Assert.Equal(AppendFailure.None, cluster.ProduceAndWait(2).Failure);
    }

    [Fact]
    public void Unclean_leader_confirms_that_it_serves()
    {
        var cluster = new TestCluster();
        cluster.Controller.Commit(state => state with
        {
            Leader = new(2),
            LeaderEpoch = new(1),
            Isr = [new(2)],
            IsRecovering = true,
        });

        cluster.Publish();
        cluster.Pass(TimeSpan.FromSeconds(1));

        Assert.False(cluster.Controller.Partition.IsRecovering);
        Assert.True(cluster.Controller.Proposals[0].IsRecovered);
    }

    [Fact]
    public void Change_of_the_minimum_counts_at_once()
    {
        var cluster = new TestCluster(minIsr: 2);
        cluster.Controller.Commit(state => state with { Isr = [new(1), new(2)] });
        cluster.Controller.Overrule = _ => AlterPartitionOutcome.IneligibleReplica;
        cluster.Controller.Configure("min.insync.replicas", "3");

        cluster.Publish();

        Assert.Equal(AppendFailure.NotEnoughReplicas, cluster.ProduceAndWait(1).Failure);
    }

    [Fact]
    public void Idle_follower_that_dies_is_probed_by_nobody_until_there_is_something_to_say()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1);
        cluster.Settle();
        cluster[3].Crash(isPowerCut: false);
        var sent = cluster.Network.Delivered.OfType<(BrokerId, ReplicaRequest)>().Count();

        cluster.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal(sent, cluster.Network.Delivered.Count);
        Assert.Equal(3, cluster.Controller.Partition.Isr.Length);
    }
}
