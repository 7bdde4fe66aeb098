using Cloud.Core.Controller.Elections;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Unit.Controller;

public sealed class LeaderElectionTests
{
    private readonly TestCluster _cluster = new(brokers: 3);

    [Fact]
    public void Preferred_leader_leads_again_after_it_has_caught_up()
    {
        var partition = _cluster.Topic([1, 2, 3]);
        _cluster.Fail(1);
        Assert.Equal(KafkaError.PreferredLeaderNotAvailable, Elect(ElectionKind.Preferred, partition));

        _cluster.Start(1);
        _cluster.Propose(partition, 1, 2, 3);

        Assert.Equal(KafkaError.None, Elect(ElectionKind.Preferred, partition));
        Assert.Equal(TestCluster.B(1), _cluster.Partition(partition).Leader);
        Assert.Equal(KafkaError.ElectionNotNeeded, Elect(ElectionKind.Preferred, partition));
    }

    [Fact]
    public void Preferred_leader_that_is_drained_is_not_available()
    {
        var partition = _cluster.Topic([1, 2]);
        _cluster.Do(_cluster.Machine.DrainBroker(TestCluster.B(1)));

        Assert.Equal(KafkaError.PreferredLeaderNotAvailable, Elect(ElectionKind.Preferred, partition));
    }

    [Fact]
    public void Leaders_are_balanced_where_the_preferred_replica_is_in_sync_again_and_no_further_than_allowed()
    {
        var (first, second) = (_cluster.Topic([1, 2]), _cluster.Topic([1, 3]));
        _cluster.Fail(1);
        _cluster.Start(1);
        _cluster.Propose(first, 2, 1);
        Assert.Equal(1, _cluster.Do(_cluster.Machine.BalanceLeaders(electionsMax: 10)).Value);
        PartitionAssert.Is(_cluster.Partition(first), leader: 1, isr: [1, 2]);
        PartitionAssert.Is(_cluster.Partition(second), leader: 3, isr: [3]);

        _cluster.Propose(second, 3, 1);
        Assert.Equal(0, _cluster.Do(_cluster.Machine.BalanceLeaders(electionsMax: 0)).Value);
        Assert.Equal(1, _cluster.Do(_cluster.Machine.BalanceLeaders(electionsMax: 1)).Value);
        Assert.Empty(_cluster.Machine.BalanceLeaders(electionsMax: 1).Records);
    }

    [Fact]
    public void Unclean_election_needs_somebody_alive_and_prefers_who_led_last()
    {
        var partition = _cluster.Topic([1, 2, 3], ("write.caching", "true"));
        Assert.Equal(KafkaError.ElectionNotNeeded, Elect(ElectionKind.Unclean, partition));
        _cluster.Propose(partition, 1);
        _cluster.Fail(2);
        _cluster.Fail(3);
        _cluster.Fail(1);
        Assert.Equal(KafkaError.EligibleLeadersNotAvailable, Elect(ElectionKind.Unclean, partition));
        _cluster.Start(3, isUnclean: true);
        _cluster.Start(1, isUnclean: true);

        Assert.Equal(KafkaError.None, Elect(ElectionKind.Unclean, partition));

        PartitionAssert.Is(_cluster.Partition(partition), leader: 1, isr: [1]);
    }

    [Fact]
    public void Election_for_all_answers_only_for_those_that_needed_one()
    {
        _cluster.Topic([1, 2]);
        var moved = _cluster.Topic([2, 1]);
        _cluster.Fail(2);
        _cluster.Start(2);
        _cluster.Propose(moved, 1, 2);

        var outcomes = _cluster.Do(_cluster.Machine.ElectLeaders(ElectionKind.Preferred, partitions: null)).Value;

        var outcome = Assert.Single(outcomes);
        Assert.Equal(KafkaError.None, outcome.Error);
        Assert.Equal(_cluster.Machine.FindTopic(moved.TopicId)!.Name, outcome.Partition.Topic);
    }

    [Fact]
    public void Partition_that_does_not_exist_is_named_so()
    {
        var outcomes = _cluster.Machine.ElectLeaders(ElectionKind.Preferred, [new("none", 0)]).Response.Value;

        Assert.Equal(KafkaError.UnknownTopicOrPartition, Assert.Single(outcomes).Error);
    }

    private KafkaError Elect(ElectionKind kind, TopicIdPartition partition)
    {
        var name = new TopicPartition(_cluster.Machine.FindTopic(partition.TopicId)!.Name, partition.Partition);
        return Assert.Single(_cluster.Do(_cluster.Machine.ElectLeaders(kind, [name])).Value).Error;
    }
}
