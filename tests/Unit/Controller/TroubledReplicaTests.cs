using Cloud.Core.Controller.Messages;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Unit.Controller;

public sealed class TroubledReplicaTests
{
    private readonly TestCluster _cluster = new(brokers: 3);
    private readonly TopicIdPartition _partition;

    public TroubledReplicaTests() =>
        _partition = _cluster.Topic([1, 2, 3], ("min.insync.replicas", "2"));

    [Fact]
    public void Leader_that_resigned_is_succeeded_by_another_in_sync()
    {
        Assert.True(Report(1, isLogFailed: false).Value);

        PartitionAssert.Is(_cluster.Partition(_partition), leader: 2, isr: [1, 2, 3]);
        Assert.Equal(new LeaderEpoch(1), _cluster.Partition(_partition).LeaderEpoch);
    }

    [Fact]
    public void Leader_that_resigned_alone_in_sync_is_granted_another_epoch()
    {
        _cluster.Propose(_partition, 1);

        Assert.True(Report(1, isLogFailed: false).Value);

        Assert.Equal(TestCluster.B(1), _cluster.Partition(_partition).Leader);
        Assert.Equal(new LeaderEpoch(1), _cluster.Partition(_partition).LeaderEpoch);
    }

    [Fact]
    public void Second_report_of_one_resignation_changes_nothing()
    {
        var report = Of(1, isLogFailed: false);
        _cluster.Do(_cluster.Machine.ReplicaTroubled(report));
        var once = _cluster.Partition(_partition);

        Assert.False(_cluster.Do(_cluster.Machine.ReplicaTroubled(report)).Value);
        Assert.Same(once, _cluster.Partition(_partition));
    }

    [Fact]
    public void Leader_whose_log_failed_leaves_and_another_leads()
    {
        Assert.True(Report(1, isLogFailed: true).Value);

        PartitionAssert.Is(_cluster.Partition(_partition), leader: 2, isr: [2, 3]);
    }

    [Fact]
    public void Follower_whose_log_failed_leaves_and_the_leader_goes_on_in_another_epoch()
    {
        Assert.True(Report(3, isLogFailed: true).Value);

        PartitionAssert.Is(_cluster.Partition(_partition), leader: 1, isr: [1, 2]);
        Assert.Equal(new LeaderEpoch(1), _cluster.Partition(_partition).LeaderEpoch);
    }

    [Fact]
    public void Failed_log_that_is_not_counted_on_makes_proposals_void_as_well()
    {
        _cluster.Propose(_partition, 1, 2);

        Assert.True(Report(3, isLogFailed: true).Value);

        PartitionAssert.Is(_cluster.Partition(_partition), leader: 1, isr: [1, 2]);
        Assert.Equal(new LeaderEpoch(1), _cluster.Partition(_partition).LeaderEpoch);
    }

    [Fact]
    public void Late_report_of_a_failed_log_is_not_held_against_the_one_that_was_made_anew()
    {
        var report = Of(3, isLogFailed: true);
        _cluster.Do(_cluster.Machine.ReplicaTroubled(report));
        _cluster.Propose(_partition, 1, 2, 3);
        var again = _cluster.Partition(_partition);

        Assert.False(_cluster.Do(_cluster.Machine.ReplicaTroubled(report)).Value);
        Assert.Same(again, _cluster.Partition(_partition));
    }

    [Fact]
    public void Last_in_sync_whose_log_failed_leaves_it_to_those_that_are_eligible()
    {
        _cluster.Propose(_partition, 1);

        Report(1, isLogFailed: true);

        Assert.Equal(TestCluster.B(2), _cluster.Partition(_partition).Leader);
        Assert.DoesNotContain(TestCluster.B(1), _cluster.Partition(_partition).Elr);
    }

    [Fact]
    public void Only_replica_whose_log_failed_does_not_lead_on()
    {
        var single = _cluster.Topic([1]);

        _cluster.Do(_cluster.Machine.ReplicaTroubled(Of(1, isLogFailed: true) with { Partition = single }));

        Assert.False(_cluster.Partition(single).HasLeader);
    }

    [Fact]
    public void Report_of_a_former_life_is_refused()
    {
        var report = Of(1, isLogFailed: true);
        _cluster.Fail(1);
        _cluster.Start(1);

        Assert.Equal(KafkaError.StaleBrokerEpoch, _cluster.Do(_cluster.Machine.ReplicaTroubled(report)).Error);
    }

    [Fact]
    public void Controller_that_knows_less_than_the_reporter_sends_it_on()
    {
        var report = Of(1, isLogFailed: true) with { LeaderEpoch = new(5) };

        Assert.Equal(KafkaError.NotController, _cluster.Do(_cluster.Machine.ReplicaTroubled(report)).Error);
    }

    private Result<bool> Report(int broker, bool isLogFailed) =>
        _cluster.Do(_cluster.Machine.ReplicaTroubled(Of(broker, isLogFailed)));

    private ReplicaTrouble Of(int broker, bool isLogFailed) => new(
        _partition,
        TestCluster.B(broker),
        _cluster.Broker(broker).Epoch,
        _cluster.Partition(_partition).LeaderEpoch,
        isLogFailed);
}
