using System.Collections.Immutable;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Partitions;
using Cloud.Core.Partitions.Producing;
using Cloud.Protocol;

namespace Cloud.Unit.Partitions;

public sealed class BrokerReplicasTests
{
    [Fact]
    public void Gap_in_the_metadata_asks_for_a_snapshot_and_changes_nothing()
    {
        var cluster = new TestCluster();
        cluster.Controller.Elect(2, 1, 2, 3);
        var delta = cluster.Controller.Snapshot();

        Apply(cluster, delta with { FromVersion = delta.ToVersion - 1 });

        Assert.Equal(1, cluster[1].SnapshotRequestCount);
        Assert.Equal(ReplicaRole.Leader, cluster.ReplicaOn(1).View.Role);
    }

    [Fact]
    public void Metadata_of_a_deposed_controller_changes_nothing()
    {
        var cluster = new TestCluster();
        cluster.Publish();
        cluster.Controller.Elect(2, 1, 2, 3);
        var delta = cluster.Controller.Snapshot();

        Apply(cluster, delta with { ControllerEpoch = new(0) });

        Assert.Equal(ReplicaRole.Leader, cluster.ReplicaOn(1).View.Role);
    }

    [Fact]
    public void Older_partition_state_in_newer_metadata_changes_nothing()
    {
        var cluster = new TestCluster();
        var before = cluster.Controller.Snapshot();
        cluster.Elect(2, 1, 2, 3);
        var version = cluster.Controller.Snapshot().ToVersion;

        Apply(cluster, before with { ToVersion = version + 1 });

        Assert.Equal(ReplicaRole.Follower, cluster.ReplicaOn(1).View.Role);
    }

    [Fact]
    public void Older_isr_in_newer_metadata_changes_nothing()
    {
        var cluster = new TestCluster();
        cluster.Controller.Commit(state => state with { Isr = [new(1)] });
        var before = cluster.Controller.Snapshot();
        cluster.Controller.Commit(state => state with { Isr = [new(1), new(2), new(3)] });
        cluster.Publish();
        var version = cluster.Controller.Snapshot().ToVersion;
        cluster.Controller.IsSilent = true;

        Apply(cluster, before with { ToVersion = version + 1 });

        Assert.Equal(3, cluster.ReplicaOn(1).State!.Isr.Length);
    }

    [Fact]
    public void Topic_that_is_missing_from_a_snapshot_keeps_its_log()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1);

        Apply(cluster, cluster.Controller.Snapshot() with { Topics = [] });

        Assert.Equal(ReplicaRole.Leader, cluster.ReplicaOn(1).View.Role);
        Assert.True(cluster[1].Disk.FolderExists("/data/orders-0"));
    }

    [Fact]
    public void Recorded_deletion_removes_the_log()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1);

        Apply(cluster, cluster.Controller.Snapshot(cluster.Controller.Topic.Id));

        Assert.Empty(cluster[1].Replicas!.Replicas);
        Assert.False(cluster[1].Disk.FolderExists("/data/orders-0"));
        Assert.Equal(AppendFailure.NotLeader, cluster.ProduceAndWait(1).Failure);
        cluster.Pass(TimeSpan.FromSeconds(80));
        Assert.Empty(cluster[1].Disk.ListFolders("/data"));
    }

    [Fact]
    public void Replica_that_is_unassigned_removes_its_log_also_after_a_restart()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1);
        cluster[3].Crash(isPowerCut: false);
        cluster.Controller.Commit(state => state with
        {
            Replicas = [new(1)],
            Isr = [new(1)],
        });

        cluster.Publish();
        cluster[3].Start();
        cluster.Publish();

        Assert.False(cluster[2].Disk.FolderExists("/data/orders-0"));
        Assert.False(cluster[3].Disk.FolderExists("/data/orders-0"));
        Assert.Equal(AppendFailure.NotEnoughReplicas, AfterConfigure(cluster));
    }

    [Fact]
    public void Log_of_an_earlier_topic_of_the_name_is_set_aside_not_deleted()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1, records: 3);
        cluster[1].Shutdown();
        cluster[1].Start();
        var again = cluster.Controller.Topic with { Id = new(new Guid(8, 8, 8, new byte[8])) };

        Apply(cluster, cluster.Controller.Snapshot() with { Topics = [again] });
        cluster.Pass(TimeSpan.FromMinutes(2));

        var replica = Assert.Single(cluster[1].Replicas!.Replicas);
        Assert.Equal(again.Id, replica.Id.TopicId);
        Assert.Equal(Offset.Zero, replica.View.Log!.LogEndOffset);
        Assert.Equal(
            ["orders-0", $"orders-0.{cluster.Controller.Topic.Id.Value:N}-stray"],
            cluster[1].Disk.ListFolders("/data").Order());
    }

    [Fact]
    public void Graceful_end_is_remembered_and_an_unclean_one_is_not()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1, records: 2);
        cluster.Settle();
        cluster[1].Shutdown();
        cluster[2].Crash(isPowerCut: true);

        cluster[1].Start();
        cluster[2].Start();

        Assert.False(cluster[1].Replicas!.IsUncleanStart);
        Assert.Equal(new BrokerEpoch(1001), cluster[1].Replicas!.CleanBrokerEpoch);
        Assert.True(cluster[2].Replicas!.IsUncleanStart);
        Assert.Null(cluster[2].Replicas!.CleanBrokerEpoch);
    }

    [Fact]
    public void High_watermark_is_checkpointed_and_known_after_a_restart()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1, records: 3);
        cluster.Pass(TimeSpan.FromSeconds(6));
        cluster[2].Crash(isPowerCut: true);

        cluster[2].Start();
        cluster.Network.Isolate(2, [1, 3]);
        cluster.Publish();

        Assert.Equal("0\n1\norders 0 3\n", System.Text.Encoding.ASCII.GetString(
            cluster[2].Disk.ContentOf("/data/replication-offset-checkpoint")));
        Assert.Equal(new Offset(3), cluster.HighWatermarkOn(2));
    }

    [Fact]
    public void Cluster_wide_default_reaches_the_replicas_of_topics_that_set_nothing()
    {
        var cluster = new TestCluster();
        cluster.Controller.Commit(state => state with { Isr = [new(1), new(2)] });
        cluster.Controller.Overrule = _ => AlterPartitionOutcome.IneligibleReplica;
        cluster.Publish();

        var withOwn = FailureWith(cluster, minIsrDefault: "3");
        cluster.Controller.Configure("min.insync.replicas", null);
        var withDefault = FailureWith(cluster, minIsrDefault: "3");
        var withLower = FailureWith(cluster, minIsrDefault: "2");
        var withNone = FailureWith(cluster, minIsrDefault: null);

        Assert.Equal(
            [AppendFailure.None, AppendFailure.NotEnoughReplicas, AppendFailure.None, AppendFailure.None],
            [withOwn, withDefault, withLower, withNone]);
    }

    [Fact]
    public void Default_of_the_brokers_own_configuration_counts_below_that_of_the_cluster()
    {
        var cluster = new TestCluster(brokerConfig: new() { ["min.insync.replicas"] = "3" });
        cluster.Controller.Commit(state => state with { Isr = [new(1), new(2)] });
        cluster.Controller.Overrule = _ => AlterPartitionOutcome.IneligibleReplica;
        cluster.Controller.Configure("min.insync.replicas", null);

        Assert.Equal(AppendFailure.NotEnoughReplicas, FailureWith(cluster, minIsrDefault: null));
        Assert.Equal(AppendFailure.None, FailureWith(cluster, minIsrDefault: "1"));
    }

    [Fact]
    public void Default_that_no_broker_setting_bears_is_refused_at_once()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new TestCluster(brokerConfig: new() { ["retention.ms"] = "3" }));

        Assert.Contains("retention.ms", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Replica_added_later_is_filled_and_joins()
    {
        var cluster = new TestCluster(brokers: 3);
        cluster.Controller.Commit(state => state with
        {
            Replicas = [new(1), new(2)],
            Isr = [new(1), new(2)],
        });
        cluster.Publish();
        cluster.ProduceAndWait(1, records: 50);

        cluster.Controller.Commit(state => state with { Replicas = [new(1), new(2), new(3)] });
        cluster.Publish();
        cluster.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal([1, 2, 3], cluster.Isr);
        Assert.Equal(new Offset(50), cluster.HighWatermarkOn(3));
    }

    [Fact]
    public void Clock_that_jumps_an_hour_changes_nothing_but_timestamps()
    {
        var cluster = new TestCluster();
        cluster.Network.Isolate(1, [2, 3]);
        var waiting = cluster.Produce(1);

        cluster[1].Services.Clock.GetUtcNow();
        cluster.Clock.Skew = TimeSpan.FromHours(1);
        cluster.Pass(TimeSpan.FromSeconds(5));
        var isWaiting = !waiting.IsCompleted;
        cluster.Network.Heal();

        Assert.True(isWaiting);
        Assert.Equal(AppendFailure.None, cluster.Wait(waiting).Failure);
        Assert.Equal([1, 2, 3], cluster.Isr);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Same_seed_gives_the_same_run(int seed)
    {
        Assert.Equal(Trace(seed), Trace(seed));
    }

    private static string Trace(int seed)
    {
        var cluster = new TestCluster(seed: seed);
        var replies = Enumerable.Range(0, 20).Select(_ => cluster.Produce(1, records: 2)).ToList();
        cluster.Network.Isolate(3, [1, 2]);
        replies.ForEach(reply => cluster.Wait(reply));
        cluster.Elect(2, 1, 2);
        cluster.ProduceAndWait(2);
        return string.Join("\n", cluster.Network.Delivered.Select(sent => $"{sent.To} {sent.Request.GetType().Name}"))
            + cluster[2].Disk.StepCount;
    }

    private static AppendFailure AfterConfigure(TestCluster cluster)
    {
        // A topic cannot ask for more replicas in sync than it has: one of one is enough, however high the minimum.
        var failure = cluster.ProduceAndWait(1).Failure;
        Assert.Equal(AppendFailure.None, failure);
        cluster.Controller.Commit(state => state with { Replicas = [new(1), new(2)] });
        cluster.Controller.Overrule = _ => AlterPartitionOutcome.IneligibleReplica;
        cluster.Publish();
        return cluster.ProduceAndWait(1).Failure;
    }

    private static AppendFailure FailureWith(TestCluster cluster, string? minIsrDefault)
    {
        var none = ImmutableSortedDictionary<string, string>.Empty;
        cluster.Controller.Defaults = minIsrDefault is null ? none : none.Add("min.insync.replicas", minIsrDefault);
        cluster.Publish();
        return cluster.ProduceAndWait(1).Failure;
    }

    private static void Apply(TestCluster cluster, MetadataDelta delta) =>
        cluster.Run(() => cluster[1].Replicas!.Apply(delta));
}
