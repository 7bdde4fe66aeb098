using Cloud.Core.Partitions;
using Cloud.Core.Partitions.Producing;
using Cloud.Core.Replication.Messages;
using Cloud.Core.Storage.Files;
using Cloud.Protocol;
using Cloud.Simulation.Disks;

namespace Cloud.Unit.Partitions;

public sealed class FailOverTests
{
    [Fact]
    public void Acknowledged_records_survive_the_leader()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1, records: 7);
        cluster[1].Crash(isPowerCut: true);

        cluster.Elect(2, 2, 3);
        var reply = cluster.ProduceAndWait(2, records: 2);

        Assert.Equal(new Offset(7), reply.BaseOffset);
        Assert.Equal(new Offset(9), cluster.HighWatermarkOn(2));
    }

    [Fact]
    public void Old_tail_of_a_deposed_leader_is_cut_and_replaced()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1, records: 3);
        cluster.Settle();
        cluster.Network.Isolate(1, [2, 3]);
        cluster.Wait(cluster.Produce(1, records: 5, acks: Acks.Leader));

        cluster.Controller.Elect(2, 2, 3);
        cluster.Publish(2, 3);
        cluster.ProduceAndWait(2, records: 2);
        cluster.Network.Heal();
        cluster.Publish();
        cluster.Pass(TimeSpan.FromSeconds(3));

        Assert.Equal(new Offset(5), cluster.LogEndOn(1));
        Assert.Equal(TestLogs.DumpOf(cluster[2]), TestLogs.DumpOf(cluster[1]));
        Assert.Equal(3, cluster.Controller.Partition.Isr.Length);
    }

    [Fact]
    public void Records_below_the_high_watermark_survive_a_follower_that_did_not_know_it()
    {
        // KIP-101: the follower has the record and not the high watermark that covers it.
        var cluster = new TestCluster(brokers: 2);
        cluster.Network.IsLost = (_, request) => request is ReplicaRequest.Push { Batches.IsEmpty: true } push
            && push.HighWatermark > Offset.Zero;
        cluster.ProduceAndWait(1);
        cluster[2].Crash(isPowerCut: true);
        cluster[2].Start();
        cluster.Network.IsLost = (_, _) => false;

        cluster[1].Crash(isPowerCut: true);
        cluster.Elect(2, 1, 2);

        Assert.Equal(new Offset(1), cluster.LogEndOn(2));
    }

    [Fact]
    public void Fast_successive_elections_leave_equal_logs()
    {
        // KIP-279: three leaders in a row, each with a tail of its own.
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1, records: 2);
        cluster.Settle();
        cluster.Network.Isolate(1, [2, 3]);
        cluster.Network.Isolate(2, [1, 3]);
        cluster.Wait(cluster.Produce(1, records: 4, acks: Acks.Leader));
        cluster.Controller.Elect(2, 2);
        cluster.Publish(2);
        cluster.Wait(cluster.Produce(2, records: 6, acks: Acks.Leader));
        cluster.Controller.Elect(1, 1);
        cluster.Publish(1);
        cluster.Wait(cluster.Produce(1, records: 1, acks: Acks.Leader));

        cluster.Controller.Elect(3, 3);
        cluster.Network.Heal();
        cluster.Publish();
        cluster.Pass(TimeSpan.FromSeconds(5));
        var reply = cluster.ProduceAndWait(3, records: 3);

        Assert.Equal((AppendFailure.None, new Offset(2)), (reply.Failure, reply.BaseOffset));
        Assert.Equal(TestLogs.DumpOf(cluster[3]), TestLogs.DumpOf(cluster[1]));
        Assert.Equal(TestLogs.DumpOf(cluster[3]), TestLogs.DumpOf(cluster[2]));
    }

    [Fact]
    public void Truncation_that_arrives_late_cuts_nothing()
    {
        var cluster = new TestCluster(brokers: 2);
        cluster.ProduceAndWait(1, records: 3);
        cluster.Settle();
        cluster.Network.Isolate(1, [2]);
        cluster.Controller.Elect(2, 2);
        cluster.Publish(2);
        cluster.Wait(cluster.Produce(2, acks: Acks.Leader));
        cluster.Controller.Elect(1, 1, 2);
        cluster.Network.Heal();
        cluster.Publish();
        cluster.ProduceAndWait(1, records: 5);

        var late = cluster.Network.Delivered.Select(sent => sent.Request).OfType<ReplicaRequest.Truncate>().Single();
        var reply = cluster.Call(() => cluster[2].Replicas!.Answer(late));

        Assert.Equal(ReplicaOutcome.OffsetMismatch, reply.Outcome);
        Assert.Equal(new Offset(8), cluster.LogEndOn(2));
    }

    [Fact]
    public void Push_of_a_deposed_leader_is_refused()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1);
        cluster.Settle();
        var push = cluster.Network.Delivered.Select(sent => sent.Request).OfType<ReplicaRequest.Push>().Last();
        cluster.Elect(2, 1, 2, 3);

        var reply = cluster.Call(() => cluster[3].Replicas!.Answer(push));

        Assert.Equal(ReplicaOutcome.FencedLeaderEpoch, reply.Outcome);
    }

    [Fact]
    public void Follower_whose_metadata_is_behind_asks_to_be_asked_again()
    {
        var cluster = new TestCluster();
        cluster.Controller.Elect(2, 1, 2, 3);
        cluster.Publish(2);
        var waiting = cluster.Produce(2);
        cluster.Settle();
        var isWaiting = !waiting.IsCompleted;

        cluster.Publish();

        Assert.True(isWaiting);
        Assert.Equal(AppendFailure.None, cluster.Wait(waiting).Failure);
    }

    [Fact]
    public void Restarted_broker_does_not_lead_again_in_the_epoch_of_its_former_life()
    {
        var cluster = new TestCluster(brokers: 1, minIsr: 1);
        cluster.ProduceAndWait(1);
        cluster[1].Crash(isPowerCut: true);

        cluster[1].Start();
        cluster.Publish();

        Assert.Equal(AppendFailure.NotLeader, cluster.ProduceAndWait(1).Failure);
        Assert.Contains("resigned 0", cluster[1].Events);

        cluster.Elect(1, 1);
        Assert.Equal(new Offset(1), cluster.ProduceAndWait(1).BaseOffset);
    }

    [Fact]
    public void Follower_below_the_leaders_log_start_begins_anew()
    {
        var cluster = new TestCluster();
        cluster.Network.Isolate(3, [1, 2]);
        cluster.ProduceAndWait(1, records: 4);
        cluster.ProduceAndWait(1, records: 4);
        cluster.Call(() => cluster[1].Replicas!.DeleteRecords(cluster.Partition, new(6), LeaderEpoch.None));

        cluster.Network.Heal();
        cluster.Pass(TimeSpan.FromSeconds(5));

        // The batch that holds offset 6 begins at 4: followers get whole batches.
        Assert.Equal(new Offset(8), cluster.LogEndOn(3));
        Assert.Equal(new Offset(6), cluster.ReplicaOn(3).View.Log!.LogStartOffset);
        Assert.Equal(new Offset(6), cluster.ReplicaOn(2).View.Log!.LogStartOffset);
        Assert.Contains(cluster.Network.Delivered, sent => sent.Request is ReplicaRequest.Reset);
        Assert.Equal(3, cluster.Controller.Partition.Isr.Length);
    }

    [Fact]
    public void Full_disk_makes_a_leader_read_only_until_space_returns()
    {
        var cluster = new TestCluster(brokers: 1, minIsr: 1);
        cluster.ProduceAndWait(1);
        cluster[1].Disk.Fault = FullFor("orders-0");

        var refused = cluster.ProduceAndWait(1);
        cluster[1].Disk.Fault = null;
        var reply = cluster.ProduceAndWait(1);

        Assert.Equal(AppendFailure.DiskFull, refused.Failure);
        Assert.Equal((AppendFailure.None, new Offset(1)), (reply.Failure, reply.BaseOffset));
    }

    [Fact]
    public void Full_disk_takes_a_follower_out_of_sync_until_space_returns()
    {
        var cluster = new TestCluster();
        cluster[3].Disk.Fault = FullFor("orders-0");

        Assert.Equal(AppendFailure.None, cluster.ProduceAndWait(1).Failure);
        Assert.Equal(2, cluster.Controller.Partition.Isr.Length);

        cluster[3].Disk.Fault = null;
        cluster.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(3, cluster.Controller.Partition.Isr.Length);
    }

    [Fact]
    public void Failed_flush_ends_leadership_and_is_reported()
    {
        var cluster = new TestCluster();
        cluster[1].Disk.Fault = operation =>
            operation.Kind is DiskOperationKind.Flush && operation.Path.Contains("orders-0", StringComparison.Ordinal)
                ? StorageErrorKind.DeviceError
                : null;

        var reply = cluster.ProduceAndWait(1);

        Assert.Equal(AppendFailure.LogFailed, reply.Failure);
        Assert.Contains("log failed", cluster[1].Events);
        Assert.Equal(ReplicaRole.Offline, cluster.ReplicaOn(1).View.Role);
    }

    [Fact]
    public void Failed_log_is_made_anew_only_when_nobody_counts_on_it()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1, records: 3);
        cluster[1].Disk.Fault = operation =>
            operation.Kind is DiskOperationKind.Flush && operation.Path.Contains("orders-0", StringComparison.Ordinal)
                ? StorageErrorKind.DeviceError
                : null;
        cluster.ProduceAndWait(1);
        cluster[1].Disk.Fault = null;

        cluster.Pass(TimeSpan.FromSeconds(20));
        var whileInSync = cluster.ReplicaOn(1).Failure;
        cluster.Elect(2, 2, 3);
        cluster.Pass(TimeSpan.FromSeconds(20));

        Assert.NotNull(whileInSync);
        Assert.Null(cluster.ReplicaOn(1).Failure);
        Assert.Equal(TestLogs.DumpOf(cluster[2]), TestLogs.DumpOf(cluster[1]));
        Assert.Equal(3, cluster.Controller.Partition.Isr.Length);
    }

    private static Func<DiskOperation, StorageErrorKind?> FullFor(string folder) => operation =>
        operation.Kind is DiskOperationKind.Write && operation.Path.Contains(folder, StringComparison.Ordinal)
            ? StorageErrorKind.DiskFull
            : null;
}
