using System.Text;
using Cloud.Core.Partitions;
using Cloud.Core.Partitions.Producing;
using Cloud.Core.Replication.Messages;
using Cloud.Core.Storage.Files;
using Cloud.Protocol;
using Cloud.Protocol.Records;
using Cloud.Simulation.Disks;

namespace Cloud.Unit.Partitions;

/// <summary>What is due on a broker's logs, done through their replicas.</summary>
public sealed class MaintenanceTests
{
    private const string FirstSegment = "/data/orders-0/00000000000000000000.log";

    private static readonly (string, string) ShortSegments = ("segment.ms", "1000");
    private static readonly (string, string) MinuteOfRetention = ("retention.ms", "60000");

    private static readonly (string, string)[] Compacted =
    [
        ShortSegments, ("cleanup.policy", "compact"), ("min.cleanable.dirty.ratio", "0"),
    ];

    [Fact]
    public void Retention_removes_what_is_old_from_the_leader_and_from_a_follower_that_hears_nothing_of_it()
    {
        var cluster = new TestCluster();
        cluster.Configure(ShortSegments, MinuteOfRetention);
        Fill(cluster, batches: 4);
        cluster.Network.Isolate(3, [1, 2]);

        cluster.Pass(TimeSpan.FromMinutes(6));

        foreach (var broker in cluster.Brokers)
        {
            var log = broker.Replica.View.Log!;
            Assert.Equal((new Offset(4), new Offset(4)), (log.LogStartOffset, log.LogEndOffset));
        }
    }

    [Fact]
    public void Files_that_left_the_log_stay_for_their_delay()
    {
        var cluster = new TestCluster();
        cluster.Configure(ShortSegments, MinuteOfRetention, ("file.delete.delay.ms", "120000"));
        Fill(cluster, batches: 4);

        cluster.Pass(TimeSpan.FromMinutes(6));
        var inTime = DeletedFiles(cluster[2]).Count();
        cluster.Pass(TimeSpan.FromMinutes(3));

        Assert.NotEqual(0, inTime);
        Assert.Empty(DeletedFiles(cluster[1]));
        Assert.Empty(DeletedFiles(cluster[2]));
    }

    [Fact]
    public void Each_replica_compacts_by_itself_and_all_keep_the_same_records()
    {
        var cluster = new TestCluster();
        cluster.Configure(Compacted);
        Fill(cluster, batches: 12);

        foreach (var broker in cluster.Brokers)
        {
            Assert.True(Assert.Single(cluster.Call(() => broker.Replicas!.RunCompaction(default)).Outcomes).IsFinished);
        }

        var kept = TestLogs.ValuesOf(cluster.ReplicaOn(1));
        Assert.InRange(kept.Count, 3, 6);
        Assert.Equal(["value 9", "value 10", "value 11"], kept.Values.TakeLast(3));
        Assert.Equal(kept, TestLogs.ValuesOf(cluster.ReplicaOn(2)));
        Assert.Equal(kept, TestLogs.ValuesOf(cluster.ReplicaOn(3)));
    }

    [Fact]
    public void Compacted_and_whole_replicas_agree_and_go_on_together()
    {
        var cluster = new TestCluster();
        cluster.Configure(Compacted);
        Fill(cluster, batches: 12);

        cluster.Call(() => cluster[1].Replicas!.RunCompaction(default));
        cluster.Call(() => cluster[3].Replicas!.RunCompaction(default));
        cluster.Elect(2, 1, 2, 3);
        var reply = cluster.ProduceAndWait(2);
        cluster.Settle();

        Assert.Equal((AppendFailure.None, new Offset(12)), (reply.Failure, reply.BaseOffset));
        var whole = TestLogs.ValuesOf(cluster.ReplicaOn(2));
        Assert.Equal(13, whole.Count);
        Assert.All(TestLogs.ValuesOf(cluster.ReplicaOn(3)), entry => Assert.Equal(whole[entry.Key], entry.Value));
        Assert.DoesNotContain(cluster.Network.Delivered, sent => sent.Request is ReplicaRequest.Truncate);
        Assert.DoesNotContain(cluster.Network.Delivered, sent => sent.Request is ReplicaRequest.Reset);
    }

    [Fact]
    public void Follower_catches_up_over_the_gaps_of_a_compacted_leader()
    {
        var cluster = new TestCluster();
        cluster.Configure(Compacted);
        cluster.ProduceAndWait(1);
        cluster.Settle();
        cluster.Network.Isolate(3, [1, 2]);
        Fill(cluster, batches: 12);
        cluster.Call(() => cluster[1].Replicas!.RunCompaction(default));

        cluster.Network.Heal();
        cluster.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal([1, 2, 3], cluster.Isr);
        Assert.True(cluster.ReplicaOn(3).View.Log!.MayHaveGaps);
        Assert.InRange(TestLogs.ValuesOf(cluster.ReplicaOn(3)).Count, 3, 7);
        Assert.Equal(new Offset(13), cluster.HighWatermarkOn(3));
        Assert.DoesNotContain(cluster.Network.Delivered, sent => sent.Request is ReplicaRequest.Reset);
    }

    [Fact]
    public void Gaps_survive_a_restart_and_the_next_leader_pushes_over_them()
    {
        var cluster = new TestCluster();
        cluster.Configure(Compacted);
        cluster[3].Crash(isPowerCut: false);
        Fill(cluster, batches: 12);
        cluster.Call(() => cluster[1].Replicas!.RunCompaction(default));
        cluster.Call(() => cluster[2].Replicas!.RunCompaction(default));
        cluster[2].Crash(isPowerCut: true);
        cluster[2].Start();

        cluster.Configure(("cleanup.policy", "delete"));
        cluster.Elect(2, 1, 2);
        cluster[3].Start();
        cluster.Publish();
        cluster.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal([1, 2, 3], cluster.Isr);
        Assert.Equal(TestLogs.ValuesOf(cluster.ReplicaOn(2)), TestLogs.ValuesOf(cluster.ReplicaOn(3)));
    }

    [Fact]
    public void Damaged_follower_is_found_fails_and_is_fetched_anew()
    {
        var cluster = new TestCluster();
        cluster.Configure(ShortSegments);
        Fill(cluster, batches: 6);
        cluster[3].Disk.FlipBit(FirstSegment, position: 70, bit: 3);

        var found = cluster.Call(() => cluster[3].Replicas!.Scrub(long.MaxValue));
        var failure = cluster.ReplicaOn(3).Failure;
        var reply = cluster.ProduceAndWait(1);
        var whileFailed = cluster.Isr.ToList();
        cluster.Publish();
        cluster.Pass(TimeSpan.FromSeconds(20));
        var inTheSameEpoch = cluster.ReplicaOn(3).Failure;
        cluster.Elect(1, 1, 2);
        cluster.Pass(TimeSpan.FromSeconds(20));

        Assert.Single(found.Faults);
        Assert.NotNull(failure);
        Assert.Single(cluster[3].Events, "log failed");
        Assert.Equal(AppendFailure.None, reply.Failure);
        Assert.Equal([1, 2], whileFailed);
        Assert.Same(failure, inTheSameEpoch);
        Assert.Equal([1, 2, 3], cluster.Isr);
        Assert.Equal(TestLogs.DumpOf(cluster[1]), TestLogs.DumpOf(cluster[3]));
        Assert.Empty(cluster.Call(() => cluster[3].Replicas!.Scrub(long.MaxValue)).Faults);
    }

    [Fact]
    public void Damaged_leader_serves_no_more_and_another_leads()
    {
        var cluster = new TestCluster();
        cluster.Configure(ShortSegments);
        Fill(cluster, batches: 6);
        cluster[1].Disk.FlipBit(FirstSegment, position: 70, bit: 3);

        cluster.Call(() => cluster[1].Replicas!.Scrub(long.MaxValue));
        var view = cluster.ReplicaOn(1).View;
        var refused = cluster.ProduceAndWait(1);
        cluster.Elect(2, 2, 3);
        var reply = cluster.ProduceAndWait(2);
        cluster.Pass(TimeSpan.FromSeconds(20));

        Assert.Equal((ReplicaRole.Offline, null), (view.Role, view.Log));
        Assert.Equal(AppendFailure.NotLeader, refused.Failure);
        Assert.Equal((AppendFailure.None, new Offset(6)), (reply.Failure, reply.BaseOffset));
        Assert.Equal([1, 2, 3], cluster.Isr);
        Assert.Equal(TestLogs.DumpOf(cluster[2]), TestLogs.DumpOf(cluster[1]));
    }

    [Fact]
    public void Damage_that_compaction_meets_fails_the_replica_at_once()
    {
        var cluster = new TestCluster();
        cluster.Configure(Compacted);
        Fill(cluster, batches: 6);
        cluster[2].Disk.FlipBit(FirstSegment, position: 70, bit: 3);

        cluster.Call(() => cluster[2].Replicas!.RunCompaction(default));

        Assert.NotNull(cluster.ReplicaOn(2).Failure);
        Assert.Contains("log failed", cluster[2].Events);
    }

    [Fact]
    public void Trouble_that_fails_no_log_is_told_and_tried_again()
    {
        var cluster = new TestCluster();
        cluster.Configure(ShortSegments, MinuteOfRetention);
        Fill(cluster, batches: 4);
        cluster[1].Disk.Fault = operation =>
            operation.Kind is DiskOperationKind.Write
                && operation.Path.Contains("-checkpoint", StringComparison.Ordinal)
                ? StorageErrorKind.DiskFull
                : null;

        cluster.ProduceAndWait(1);
        cluster.Pass(TimeSpan.FromMinutes(2));
        cluster[1].Disk.Fault = null;
        cluster.Pass(TimeSpan.FromMinutes(8));

        Assert.Contains("maintenance failed: ", cluster[1].Events);
        Assert.Null(cluster.ReplicaOn(1).Failure);
        Assert.Equal(new Offset(5), cluster.ReplicaOn(1).View.Log!.LogStartOffset);
        Assert.Equal("0\n1\norders 0 5\n", Encoding.ASCII.GetString(
            cluster[1].Disk.ContentOf("/data/log-start-offset-checkpoint")));
        Assert.Equal("0\n1\norders 0 5\n", Encoding.ASCII.GetString(
            cluster[1].Disk.ContentOf("/data/replication-offset-checkpoint")));
    }

    [Fact]
    public void Round_that_waits_for_a_disk_holds_nobody_else_up()
    {
        var cluster = new TestCluster();
        cluster.Configure(ShortSegments, MinuteOfRetention);
        Fill(cluster, batches: 4);
        cluster.Pass(TimeSpan.FromSeconds(345));
        Assert.NotEmpty(DeletedFiles(cluster[1]));
        cluster[1].IsDiskStuck = true;
        cluster.Pass(TimeSpan.FromSeconds(90));

        var waiting = cluster.Produce(1, timeout: TimeSpan.FromSeconds(2));
        cluster.Pass(TimeSpan.FromSeconds(3));
        var reply = cluster.Wait(waiting);
        cluster[1].IsDiskStuck = false;
        cluster.Pass(TimeSpan.FromSeconds(90));

        Assert.Equal(AppendFailure.TimedOut, reply.Failure);
        Assert.Empty(DeletedFiles(cluster[1]));
    }

    [Fact]
    public void Compaction_ends_when_it_is_cancelled_and_with_its_broker()
    {
        var cluster = new TestCluster();
        cluster.Configure(Compacted);
        Fill(cluster, batches: 12);
        using var cancellation = new CancellationTokenSource();
        var replicas = cluster[1].Replicas!;

        var cancelled = cluster.Start(() => replicas.RunCompaction(cancellation.Token));
        cancellation.Cancel();
        cluster.Settle();
        var ended = cluster.Start(() => replicas.RunCompaction(default));
        cluster[1].Shutdown();
        cluster.Settle();

        Assert.True(cancelled.IsCanceled);
        Assert.True(ended.IsCompleted);
        cluster[1].Start();
        Assert.False(cluster[1].Replicas!.IsUncleanStart);
    }

    // A batch each two seconds: each in a segment of its own; three keys in turn.
    private static void Fill(TestCluster cluster, int batches)
    {
        for (var i = 0; i < batches; i++)
        {
            using var builder = new RecordBatchBuilder(RecordBatchOptions.Default);
            var (key, value) = (Encoding.ASCII.GetBytes($"key {i % 3}"), Encoding.ASCII.GetBytes($"value {i}"));
            builder.Append(Instant.From(cluster.Clock.GetUtcNow()), key, value);
            var waiting = cluster.ProduceBatch(1, builder.Build().ToArray(), Acks.All, TimeSpan.FromMinutes(1));
            Assert.Equal(AppendFailure.None, cluster.Wait(waiting).Failure);
            cluster.Pass(TimeSpan.FromSeconds(2));
        }
    }

    private static IEnumerable<string> DeletedFiles(TestBroker broker) =>
        broker.Disk.AllFiles().Where(path => path.EndsWith(".deleted", StringComparison.Ordinal));
}
