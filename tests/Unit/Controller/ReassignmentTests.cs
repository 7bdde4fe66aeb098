using Cloud.Core.Controller.Reassignment;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Unit.Controller;

public sealed class ReassignmentTests
{
    private readonly TestCluster _cluster = new(brokers: 5);
    private readonly TopicIdPartition _partition;

    public ReassignmentTests() => _partition = _cluster.Topic([1, 2]);

    [Fact]
    public void New_replicas_come_in_first_and_old_ones_leave_when_all_are_in_sync()
    {
        Assert.Equal(KafkaError.None, Reassign([3, 4]));
        PartitionAssert.Brokers([3, 4, 1, 2], _cluster.Partition(_partition).Replicas);
        PartitionAssert.Is(_cluster.Partition(_partition), leader: 1, isr: [1, 2]);

        _cluster.Propose(_partition, 1, 2, 3);
        var ongoing = Assert.Single(_cluster.Machine.ListReassignments());
        PartitionAssert.Brokers([3, 4], ongoing.AddingReplicas);
        PartitionAssert.Brokers([1, 2], ongoing.RemovingReplicas);
        PartitionAssert.Brokers([3], ongoing.CaughtUp);

        _cluster.Propose(_partition, 1, 2, 3, 4);
        PartitionAssert.Brokers([3, 4], _cluster.Partition(_partition).Replicas);
        PartitionAssert.Is(_cluster.Partition(_partition), leader: 3, isr: [3, 4]);
        Assert.Equal(new LeaderEpoch(1), _cluster.Partition(_partition).LeaderEpoch);
        Assert.Empty(_cluster.Machine.ListReassignments());
    }

    [Fact]
    public void Reassignment_to_other_order_or_fewer_is_done_at_once_and_keeps_the_leader()
    {
        Assert.Equal(KafkaError.None, Reassign([2, 1]));
        PartitionAssert.Brokers([2, 1], _cluster.Partition(_partition).Replicas);
        PartitionAssert.Is(_cluster.Partition(_partition), leader: 1, isr: [2, 1]);
        Assert.Equal(new LeaderEpoch(0), _cluster.Partition(_partition).LeaderEpoch);

        Assert.Equal(KafkaError.None, Reassign([1]));
        PartitionAssert.Is(_cluster.Partition(_partition), leader: 1, isr: [1]);
    }

    [Fact]
    public void Leader_of_a_replica_that_is_unassigned_leads_on_in_another_epoch()
    {
        Reassign([1]);

        Assert.Equal(new LeaderEpoch(1), _cluster.Partition(_partition).LeaderEpoch);
    }

    [Fact]
    public void Cancelled_reassignment_goes_back_to_the_old_replicas()
    {
        Reassign([3, 4]);
        _cluster.Propose(_partition, 1, 2, 3);

        Assert.Equal(KafkaError.None, Reassign(null));

        PartitionAssert.Brokers([1, 2], _cluster.Partition(_partition).Replicas);
        PartitionAssert.Is(_cluster.Partition(_partition), leader: 1, isr: [1, 2]);
        Assert.Equal(KafkaError.NoReassignmentInProgress, Reassign(null));
    }

    [Fact]
    public void Reassignment_that_would_leave_nobody_with_all_records_is_refused()
    {
        Reassign([3, 4]);
        _cluster.Propose(_partition, 1, 3);
        _cluster.Fail(1);
        PartitionAssert.Is(_cluster.Partition(_partition), leader: 3, isr: [3]);

        Assert.Equal(KafkaError.InvalidReplicaAssignment, Reassign(null));

        PartitionAssert.Is(_cluster.Partition(_partition), leader: 3, isr: [3]);
    }

    [Fact]
    public void Another_target_on_the_way_drops_what_it_does_not_want()
    {
        Reassign([3, 4]);
        _cluster.Propose(_partition, 1, 2, 3);

        Assert.Equal(KafkaError.None, Reassign([1, 5]));

        PartitionAssert.Brokers([1, 5, 2], _cluster.Partition(_partition).Replicas);
        PartitionAssert.Brokers([5], _cluster.Partition(_partition).AddingReplicas);
        PartitionAssert.Is(_cluster.Partition(_partition), leader: 1, isr: [1, 2]);
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 1, 1 })]
    [InlineData(new[] { 1, 9 })]
    public void Target_that_is_none_is_refused(int[] replicas) =>
        Assert.Equal(KafkaError.InvalidReplicaAssignment, Reassign(replicas));

    [Fact]
    public void Other_number_of_replicas_is_refused_where_it_is_to_stay()
    {
        var target = new ReassignmentTarget(Name, TestCluster.Bs(1, 2, 3));

        var outcome = _cluster.Machine.AlterReassignments([target], mayChangeReplicationFactor: false);

        Assert.Equal(KafkaError.InvalidReplicationFactor, Assert.Single(outcome.Response.Value).Error);
    }

    private TopicPartition Name => new(_cluster.Machine.FindTopic(_partition.TopicId)!.Name, 0);

    private KafkaError Reassign(int[]? replicas)
    {
        var target = new ReassignmentTarget(Name, replicas is null ? null : TestCluster.Bs(replicas));
        return Assert.Single(_cluster.Do(_cluster.Machine.AlterReassignments([target])).Value).Error;
    }
}
