using Cloud.Core.Partitions;
using Cloud.Core.Partitions.Producing;
using Cloud.Core.Replication.Messages;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Partitions;

public sealed class ProduceTests
{
    [Fact]
    public void Acks_all_is_answered_when_every_replica_in_sync_has_flushed()
    {
        var cluster = new TestCluster();

        var reply = cluster.ProduceAndWait(1, records: 3);

        Assert.Equal(AppendFailure.None, reply.Failure);
        Assert.Equal((new Offset(0), new Offset(3)), (reply.BaseOffset, reply.EndOffset));
        Assert.All(cluster.Brokers, broker =>
            Assert.Equal(new Offset(3), broker.Replica.View.Log!.FlushedOffset));
    }

    [Fact]
    public void Followers_learn_the_final_high_watermark_and_then_nothing_is_sent()
    {
        var cluster = new TestCluster();
        cluster.ProduceAndWait(1, records: 3);
        cluster.Settle();
        var sent = cluster.Network.Delivered.Count;

        cluster.Pass(TimeSpan.FromMinutes(1));

        Assert.All(cluster.Brokers, broker => Assert.Equal(new Offset(3), broker.Replica.View.HighWatermark));
        Assert.Equal(sent, cluster.Network.Delivered.Count);
    }

    [Fact]
    public void What_is_appended_during_a_push_goes_with_the_next_one()
    {
        var cluster = new TestCluster(brokers: 2);
        var before = cluster.Network.Delivered.Count;

        var replies = Enumerable.Range(0, 100).Select(_ => cluster.Produce(1)).ToList();
        replies.ForEach(reply => cluster.Wait(reply));
        cluster.Settle();

        var pushes = cluster.Network.Delivered.Skip(before).Select(sent => sent.Request).OfType<ReplicaRequest.Push>();
        Assert.InRange(pushes.Count(), 1, 80);
        Assert.Equal(new Offset(100), cluster.HighWatermarkOn(2));
    }

    [Fact]
    public void Acks_leader_is_answered_without_followers()
    {
        var cluster = new TestCluster();
        cluster.Network.Isolate(1, [2, 3]);

        var reply = cluster.Wait(cluster.Produce(1, acks: Acks.Leader));

        Assert.Equal(AppendFailure.None, reply.Failure);
        Assert.Equal(Offset.Zero, cluster.HighWatermarkOn(1));
    }

    [Fact]
    public void Acks_all_times_out_when_followers_do_not_answer()
    {
        var cluster = new TestCluster();
        cluster.Network.Isolate(1, [2, 3]);

        var reply = cluster.Wait(cluster.Produce(1, timeout: TimeSpan.FromSeconds(1)));

        Assert.Equal(AppendFailure.TimedOut, reply.Failure);
        Assert.InRange(cluster.Clock.Elapsed.TotalSeconds, 1, 1.2);
        Assert.Equal(Offset.Zero, cluster.HighWatermarkOn(1));
    }

    [Fact]
    public void Acks_all_with_too_small_an_isr_appends_nothing()
    {
        var cluster = new TestCluster(minIsr: 3);
        cluster.Controller.Commit(state => state with { Isr = [new(1), new(2)] });
        cluster.Controller.Overrule = _ => Core.Controller.Messages.AlterPartitionOutcome.IneligibleReplica;
        cluster.Publish();

        var reply = cluster.ProduceAndWait(1);

        Assert.Equal(AppendFailure.NotEnoughReplicas, reply.Failure);
        Assert.Equal(Offset.Zero, cluster.LogEndOn(1));
    }

    [Fact]
    public void Isr_that_shrinks_below_the_minimum_is_told_to_who_waits()
    {
        var cluster = new TestCluster(minIsr: 2);
        cluster.Network.Isolate(1, [2, 3]);
        var waiting = cluster.Produce(1);

        var reply = cluster.Wait(waiting);

        // After replica.lag.time.max.ms both followers leave the ISR.
        Assert.Equal(AppendFailure.NotEnoughReplicasAfterAppend, reply.Failure);
        Assert.Equal([1], cluster.Isr);
        Assert.Equal(Offset.Zero, cluster.HighWatermarkOn(1));
    }

    [Fact]
    public void Leader_that_is_replaced_tells_who_waits()
    {
        var cluster = new TestCluster();
        cluster.Network.Isolate(1, [2, 3]);
        var waiting = cluster.Produce(1);
        cluster.Settle();

        cluster.Elect(2, 1, 2, 3);

        Assert.Equal(AppendFailure.NotLeader, cluster.Wait(waiting).Failure);
        Assert.Equal(AppendFailure.NotLeader, cluster.ProduceAndWait(1).Failure);
    }

    [Fact]
    public void Deposed_leader_that_was_not_told_never_acknowledges()
    {
        var cluster = new TestCluster();
        cluster.Controller.Elect(2, 1, 2, 3);
        cluster.Publish(2, 3);

        var reply = cluster.ProduceAndWait(1);

        Assert.Equal(AppendFailure.NotLeader, reply.Failure);
        Assert.Contains("resigned 0", cluster[1].Events);
    }

    [Fact]
    public void Sender_with_another_leader_epoch_is_refused()
    {
        var cluster = new TestCluster();
        cluster.Elect(1, 1, 2, 3);

        Assert.Equal(AppendFailure.FencedLeaderEpoch, Believing(0));
        Assert.Equal(AppendFailure.None, Believing(1));
        Assert.Equal(AppendFailure.UnknownLeaderEpoch, Believing(2));

        AppendFailure Believing(int epoch) =>
            cluster.ReplicaOn(1).LeadershipCheck(new(epoch));
    }

    [Fact]
    public void Retry_of_an_idempotent_producer_waits_for_its_original_offsets()
    {
        var cluster = new TestCluster();
        var options = RecordBatchOptions.Default with
        {
            ProducerId = new(9),
            ProducerEpoch = new(0),
            BaseSequence = 0,
        };
        cluster.Network.Isolate(1, [2, 3]);
        var first = cluster.Wait(cluster.Produce(1, 2, timeout: TimeSpan.FromSeconds(1), options: options));

        var retry = cluster.Produce(1, 2, options: options);
        cluster.Settle();
        var isWaiting = !retry.IsCompleted;
        cluster.Network.Heal();
        var second = cluster.Wait(retry);

        Assert.Equal(AppendFailure.TimedOut, first.Failure);
        Assert.True(isWaiting);
        Assert.Equal((Offset.Zero, new Offset(2)), (second.BaseOffset, second.EndOffset));
        Assert.Equal(new Offset(2), cluster.LogEndOn(1));
    }

    [Fact]
    public void Write_caching_acknowledges_from_the_page_cache()
    {
        var cluster = new TestCluster(isWriteCaching: true);

        var reply = cluster.ProduceAndWait(1, records: 2);

        Assert.Equal(AppendFailure.None, reply.Failure);
        Assert.All(cluster.Brokers, broker => Assert.Equal(Offset.Zero, broker.Replica.View.Log!.FlushedOffset));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Replica_that_has_not_flushed_holds_the_acknowledgement_back(int stuck)
    {
        var cluster = new TestCluster();
        cluster[stuck].IsDiskStuck = true;
        var waiting = cluster.Produce(1);
        cluster.Pass(TimeSpan.FromSeconds(4));
        var isWaiting = !waiting.IsCompleted;

        cluster[stuck].IsDiskStuck = false;

        Assert.True(isWaiting);
        Assert.Equal(AppendFailure.None, cluster.Wait(waiting).Failure);
    }

    [Fact]
    public void Fenced_broker_appends_for_nobody()
    {
        var cluster = new TestCluster();
        cluster[1].Services.Life.IsFenced = true;

        Assert.Equal(AppendFailure.NotLeader, cluster.Wait(cluster.Produce(1, acks: Acks.Leader)).Failure);
    }

    [Fact]
    public void Full_waitlist_refuses_before_anything_is_appended()
    {
        var cluster = new TestCluster();
        cluster.Network.Isolate(1, [2, 3]);
        var waitlist = cluster[1].Services.Waitlist;
        while (waitlist.TryAdd(new PendingProduce(new(long.MaxValue))))
        {
            // Fills it.
        }

        Assert.Equal(AppendFailure.TooManyWaiting, cluster.ProduceAndWait(1).Failure);
        Assert.Equal(Offset.Zero, cluster.LogEndOn(1));
        Assert.Equal(ReplicaServices.WaitingRequestsMax, waitlist.Count);
    }
}
