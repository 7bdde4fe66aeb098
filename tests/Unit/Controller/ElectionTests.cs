using Cloud.Core.Controller.Messages;
using Cloud.Protocol;

namespace Cloud.Unit.Controller;

public sealed class ElectionTests
{
    [Fact]
    public void Failed_leader_is_followed_by_the_first_replica_in_sync()
    {
        var cluster = new TestCluster(brokers: 3);
        var partition = cluster.Topic([1, 2, 3]);

        cluster.Fail(1);

        PartitionAssert.Is(cluster.Partition(partition), leader: 2, isr: [2, 3]);
        Assert.Equal(new LeaderEpoch(1), cluster.Partition(partition).LeaderEpoch);
        Assert.Equal(new PartitionEpoch(1), cluster.Partition(partition).PartitionEpoch);
    }

    [Fact]
    public void Failed_follower_leaves_the_isr_and_the_leader_epoch_stays()
    {
        var cluster = new TestCluster(brokers: 3);
        var partition = cluster.Topic([1, 2, 3]);

        cluster.Fail(3);

        PartitionAssert.Is(cluster.Partition(partition), leader: 1, isr: [1, 2]);
        Assert.Equal(new LeaderEpoch(0), cluster.Partition(partition).LeaderEpoch);
        Assert.Equal(new PartitionEpoch(1), cluster.Partition(partition).PartitionEpoch);
    }

    [Fact]
    public void Replica_that_leaves_a_too_small_isr_stays_eligible()
    {
        var cluster = new TestCluster(brokers: 3);
        var partition = cluster.Topic([1, 2, 3], ("min.insync.replicas", "2"));

        cluster.Fail(3);
        PartitionAssert.Is(cluster.Partition(partition), leader: 1, isr: [1, 2]);

        cluster.Fail(2);
        PartitionAssert.Is(cluster.Partition(partition), leader: 1, isr: [1], elr: [2]);

        cluster.Fail(1);
        PartitionAssert.Is(cluster.Partition(partition), leader: null, isr: [], elr: [1, 2]);
        Assert.Equal(TestCluster.B(1), cluster.Partition(partition).LastKnownLeader);
    }

    [Fact]
    public void Eligible_replica_leads_once_the_isr_is_empty()
    {
        var cluster = new TestCluster(brokers: 3);
        var partition = cluster.Topic([1, 2, 3], ("min.insync.replicas", "2"));
        cluster.Fail(3);
        cluster.Fail(2);
        cluster.Fail(1);

        cluster.Start(3);
        PartitionAssert.Is(cluster.Partition(partition), leader: null, isr: [], elr: [1, 2]);

        cluster.Start(2);
        PartitionAssert.Is(cluster.Partition(partition), leader: 2, isr: [2], elr: [1]);
        Assert.False(cluster.Partition(partition).IsRecovering);
        Assert.Equal(BrokerId.None, cluster.Partition(partition).LastKnownLeader);
    }

    [Fact]
    public void Isr_that_is_large_enough_again_ends_the_eligibility_of_others()
    {
        var cluster = new TestCluster(brokers: 3);
        var partition = cluster.Topic([1, 2, 3], ("min.insync.replicas", "2"));
        cluster.Fail(3);
        cluster.Fail(2);
        cluster.Start(3);

        var reply = cluster.Propose(partition, 1, 3);

        Assert.Equal(AlterPartitionOutcome.Committed, reply.Outcome);
        PartitionAssert.Is(reply.Committed!, leader: 1, isr: [1, 3]);
    }

    [Fact]
    public void Last_replica_that_comes_back_clean_leads_again_in_a_new_epoch()
    {
        var cluster = new TestCluster(brokers: 1);
        var partition = cluster.Topic([1]);

        cluster.Start(1);

        PartitionAssert.Is(cluster.Partition(partition), leader: 1, isr: [1]);
        Assert.Equal(new LeaderEpoch(2), cluster.Partition(partition).LeaderEpoch);
        Assert.False(cluster.Partition(partition).IsRecovering);
    }

    [Fact]
    public void Last_replica_standing_that_lost_its_tail_does_not_lead_by_itself()
    {
        var cluster = new TestCluster(brokers: 3);
        var partition = cluster.Topic([1, 2, 3], ("min.insync.replicas", "2"), ("write.caching", "true"));
        cluster.Fail(3);
        cluster.Fail(2);
        cluster.Fail(1);

        cluster.Start(1, isUnclean: true);

        PartitionAssert.Is(cluster.Partition(partition), leader: null, isr: [], elr: [2]);
    }

    [Fact]
    public void Only_replica_leads_again_after_an_unclean_start_and_says_so()
    {
        var cluster = new TestCluster(brokers: 1);
        var partition = cluster.Topic([1], ("write.caching", "true"));

        cluster.Start(1, isUnclean: true);

        PartitionAssert.Is(cluster.Partition(partition), leader: 1, isr: [1]);
        Assert.True(cluster.Partition(partition).IsRecovering);
    }

    [Fact]
    public void Unclean_election_where_it_is_enabled_takes_whoever_is_alive()
    {
        var cluster = new TestCluster(brokers: 2);
        var partition = cluster.Topic([1, 2], ("unclean.leader.election.enable", "true"));
        cluster.Fail(2);
        cluster.Start(2);
        PartitionAssert.Is(cluster.Partition(partition), leader: 1, isr: [1]);

        cluster.Fail(1);

        PartitionAssert.Is(cluster.Partition(partition), leader: 2, isr: [2]);
        Assert.True(cluster.Partition(partition).IsRecovering);
    }

    [Fact]
    public void Partition_without_eligible_replica_stays_offline()
    {
        var cluster = new TestCluster(brokers: 2);
        var partition = cluster.Topic([1, 2]);
        cluster.Fail(2);
        cluster.Start(2);

        cluster.Fail(1);

        PartitionAssert.Is(cluster.Partition(partition), leader: null, isr: [], elr: [1]);
    }
}
