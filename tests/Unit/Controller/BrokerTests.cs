using Cloud.Core.Controller;
using Cloud.Core.Controller.Reassignment;
using Cloud.Core.Controller.State;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Unit.Controller;

public sealed class BrokerTests
{
    [Fact]
    public void Registered_broker_is_fenced_until_it_has_seen_its_registration()
    {
        var cluster = new TestCluster();
        var epoch = cluster.Register(1).Value.Epoch;
        Assert.Equal(BrokerConditionKind.Fenced, cluster.Broker(1).Condition);

        var early = cluster.Do(cluster.Machine.BrokerCaughtUp(TestCluster.B(1), epoch, epoch.Value - 1));
        Assert.False(early.Value);
        Assert.Equal(BrokerConditionKind.Fenced, cluster.Broker(1).Condition);

        var late = cluster.Do(cluster.Machine.BrokerCaughtUp(TestCluster.B(1), epoch, epoch.Value));
        Assert.True(late.Value);
        Assert.Equal(BrokerConditionKind.Active, cluster.Broker(1).Condition);
    }

    [Fact]
    public void Broker_is_on_record_as_in_service_before_it_leads()
    {
        var cluster = new TestCluster(brokers: 1);
        cluster.Topic([1]);
        cluster.Register(1);

        var decision = cluster.Machine.BrokerCaughtUp(
            TestCluster.B(1), cluster.Broker(1).Epoch, cluster.Machine.Cluster.MetadataVersion);

        Assert.IsType<ControllerRecord.ClusterChanged>(decision.Records[0]);
        Assert.IsType<ControllerRecord.TopicChanged>(decision.Records[1]);
    }

    [Fact]
    public void Broker_is_on_record_as_fenced_after_it_has_ceased_to_lead()
    {
        var cluster = new TestCluster(brokers: 1);
        cluster.Topic([1]);

        var decision = cluster.Machine.BrokerFailed(TestCluster.B(1), cluster.Broker(1).Epoch);

        Assert.IsType<ControllerRecord.TopicChanged>(decision.Records[0]);
        Assert.IsType<ControllerRecord.ClusterChanged>(decision.Records[1]);
    }

    [Fact]
    public void New_life_fences_the_former_one()
    {
        var cluster = new TestCluster(brokers: 2);
        var partition = cluster.Topic([1, 2]);
        var former = cluster.Broker(1).Epoch;

        cluster.Register(1);

        Assert.True(cluster.Broker(1).Epoch > former);
        PartitionAssert.Is(cluster.Partition(partition), leader: 2, isr: [2]);
        var late = cluster.Machine.BrokerFailed(TestCluster.B(1), former);
        Assert.Equal(KafkaError.StaleBrokerEpoch, late.Response.Error);
        Assert.Empty(late.Records);
    }

    [Fact]
    public void Clean_start_keeps_eligibility_and_unclean_start_costs_it()
    {
        var cluster = new TestCluster(brokers: 3);
        var partition = cluster.Topic([1, 2, 3], ("min.insync.replicas", "3"), ("write.caching", "true"));
        cluster.Fail(2);
        cluster.Fail(3);

        cluster.Register(2);
        PartitionAssert.Is(cluster.Partition(partition), leader: 1, isr: [1], elr: [2, 3]);

        cluster.Register(3, isUnclean: true);
        PartitionAssert.Is(cluster.Partition(partition), leader: 1, isr: [1], elr: [2]);
    }

    [Fact]
    public void Unclean_start_costs_nothing_where_all_that_was_acknowledged_had_been_flushed()
    {
        var cluster = new TestCluster(brokers: 3);
        var partition = cluster.Topic([1, 2, 3], ("min.insync.replicas", "2"), ("write.caching", "false"));
        cluster.Fail(3);
        cluster.Fail(2);
        cluster.Fail(1);

        cluster.Start(2, isUnclean: true);

        PartitionAssert.Is(cluster.Partition(partition), leader: 2, isr: [2], elr: [1]);
        Assert.False(cluster.Partition(partition).IsRecovering);
    }

    [Fact]
    public void Broker_with_another_disk_is_not_eligible_however_cleanly_it_starts()
    {
        var cluster = new TestCluster(brokers: 1);
        var partition = cluster.Topic([1], ("unclean.leader.election.enable", "false"));

        cluster.Register(1, disk: 7);

        PartitionAssert.Is(cluster.Partition(partition), leader: null, isr: []);
    }

    [Theory]
    [InlineData("other", 0, 0, KafkaError.InconsistentClusterId)]
    [InlineData(TestCluster.ClusterId, 1000, 0, KafkaError.InvalidRegistration)]
    public void Registration_that_contradicts_the_cluster_is_refused(
        string clusterId, long known, int disk, KafkaError error)
    {
        var cluster = new TestCluster(brokers: 1);

        var refused = cluster.Register(2, clusterId: clusterId, known: known, disk: disk);

        Assert.Equal(error, refused.Error);
        Assert.Single(cluster.Machine.Cluster.Brokers);
    }

    [Fact]
    public void Folder_of_another_broker_is_refused()
    {
        var cluster = new TestCluster(brokers: 1);
        var registered = cluster.Broker(1);

        var refused = cluster.Machine.RegisterBroker(new(
            TestCluster.ClusterId, TestCluster.B(2), registered.DirectoryId, null, [], IsUncleanStart: false));

        Assert.Equal(KafkaError.InvalidRegistration, refused.Response.Error);
    }

    [Fact]
    public void Controlled_shutdown_moves_leaders_and_leaves_isrs_where_others_are()
    {
        var cluster = new TestCluster(brokers: 2);
        var shared = cluster.Topic([1, 2]);
        var alone = cluster.Topic([1]);

        var stillLed = cluster.ShutDown(1);

        Assert.Equal(0, stillLed.Value);
        PartitionAssert.Is(cluster.Partition(shared), leader: 2, isr: [2]);
        PartitionAssert.Is(cluster.Partition(alone), leader: 1, isr: [1]);

        cluster.Fail(1);
        PartitionAssert.Is(cluster.Partition(alone), leader: null, isr: [], elr: [1]);
    }

    [Fact]
    public void Leader_that_shuts_down_hands_over_as_soon_as_another_is_in_sync()
    {
        var cluster = new TestCluster(brokers: 2);
        var partition = cluster.Topic([1, 2]);
        cluster.Fail(2);
        cluster.Start(2);
        Assert.Equal(1, cluster.ShutDown(1).Value);
        PartitionAssert.Is(cluster.Partition(partition), leader: 1, isr: [1]);

        cluster.Propose(partition, 1, 2);

        PartitionAssert.Is(cluster.Partition(partition), leader: 2, isr: [2]);
    }

    [Fact]
    public void Drained_broker_leads_no_more_and_its_replicas_move_until_it_can_be_unregistered()
    {
        var cluster = new TestCluster(brokers: 3);
        var partition = cluster.Topic([1, 2]);
        Assert.Equal(
            KafkaError.InvalidRequest, cluster.Machine.UnregisterBroker(TestCluster.B(1)).Response.Error);

        cluster.Do(cluster.Machine.DrainBroker(TestCluster.B(1)));
        PartitionAssert.Is(cluster.Partition(partition), leader: 2, isr: [1, 2]);

        var progress = cluster.Do(cluster.Machine.MoveReplicasOff(TestCluster.B(1), 10, new Random(1))).Value;
        Assert.Equal(new DrainProgress(Started: 1, Moving: 0, Waiting: 0, Stuck: 0), progress);

        cluster.Propose(partition, 1, 2, 3);
        PartitionAssert.Brokers([3, 2], cluster.Partition(partition).Replicas);
        Assert.True(cluster.Do(cluster.Machine.UnregisterBroker(TestCluster.B(1))).IsOk);
        Assert.Equal([2, 3], cluster.Machine.Cluster.Brokers.Keys);
    }

    [Fact]
    public void Drain_without_a_free_broker_is_stuck_and_says_so()
    {
        var cluster = new TestCluster(brokers: 2);
        cluster.Topic([1, 2]);
        cluster.Do(cluster.Machine.DrainBroker(TestCluster.B(1)));

        var progress = cluster.Do(cluster.Machine.MoveReplicasOff(TestCluster.B(1), 10, new Random(1))).Value;

        Assert.Equal(new DrainProgress(0, 0, 0, Stuck: 1), progress);
    }

    [Fact]
    public void Producer_ids_come_in_blocks_that_never_overlap()
    {
        var cluster = new TestCluster(brokers: 2);

        var first = cluster.Do(cluster.Machine.AllocateProducerIds(TestCluster.B(1), cluster.Broker(1).Epoch)).Value;
        var second = cluster.Do(cluster.Machine.AllocateProducerIds(TestCluster.B(2), cluster.Broker(2).Epoch)).Value;
        var stale = cluster.Machine.AllocateProducerIds(TestCluster.B(2), new BrokerEpoch(0));

        Assert.Equal((new ProducerId(0), 1000), (first.First, first.Count));
        Assert.Equal((new ProducerId(1000), 1000), (second.First, second.Count));
        Assert.Equal(KafkaError.StaleBrokerEpoch, stale.Response.Error);
    }
}
