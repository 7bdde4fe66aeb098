using Cloud.Client;
using Cloud.Protocol.Errors;

namespace Cloud.Unit.Client;

/// <summary>When batches leave, to whom, and how often.</summary>
public sealed class DispatchTests
{
    [Fact]
    public async Task Batch_lingers_for_others_and_leaves_sooner_when_full()
    {
        await using var run = new ProducerRun(options => options with { BatchSize = 300 });
        await run.Begin();

        _ = run.Send(new string('a', 100));
        _ = run.Send(new string('b', 100));
        var full = await run.Cluster.NextProduce();

        Assert.Equal([new string('a', 100)], full.Values());
        Assert.False(run.Cluster.HasProduce);
        run.Clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal([new string('b', 100)], (await run.Cluster.NextProduce()).Values());
    }

    [Fact]
    public async Task Flush_does_not_linger()
    {
        await using var run = new ProducerRun();
        await run.KnowTopic();
        _ = run.Send("a");

        var flush = run.Producer.FlushAsync();
        var produce = await run.Cluster.NextProduce();
        Assert.False(flush.IsCompleted);
        produce.Succeed();

        await run.Await(flush);
        await run.Deliveries[0];
    }

    [Fact]
    public async Task Batches_of_one_broker_leave_in_one_request()
    {
        await using var run = new ProducerRun(cluster: new ScriptedCluster(partitions: 3));
        await run.KnowTopic();
        foreach (var partition in (int[])[0, 1, 2])
        {
            _ = run.Send($"{partition}", partition);
        }

        run.Clock.Advance(TimeSpan.FromMilliseconds(100));
        var produce = await run.NextProduce();

        Assert.Equal([0, 1, 2], produce.Partitions.Order());
    }

    [Fact]
    public async Task Request_takes_no_more_than_its_size()
    {
        await using var run = new ProducerRun(
            options => options with { MaxRequestSize = 1000 }, new ScriptedCluster(partitions: 3));
        await run.KnowTopic();
        foreach (var partition in (int[])[0, 1, 2])
        {
            _ = run.Send(new string('x', 400), partition);
        }

        run.Clock.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(2, (await run.NextProduce()).Partitions.Count());
        Assert.Single((await run.NextProduce()).Partitions);
    }

    [Fact]
    public async Task No_more_requests_than_allowed_are_under_way()
    {
        await using var run = new ProducerRun(options => options with { MaxInFlightRequestsPerConnection = 2 });
        await run.Begin();
        await run.SendBatch("a");
        var first = await run.NextProduce();
        await run.SendBatch("b");
        await run.NextProduce();
        await run.SendBatch("c");
        await run.SendBatch("d");
        Assert.False(run.Cluster.HasProduce);

        first.Succeed();

        Assert.Equal(["c", "d"], (await run.NextProduce()).Values());
    }

    [Fact]
    public async Task New_leader_that_the_old_one_names_is_tried_without_a_pause()
    {
        await using var run = new ProducerRun(cluster: new ScriptedCluster(brokers: 2));
        await run.SendBatch("a");
        var first = await run.NextProduce();

        first.Fail(KafkaError.NotLeaderOrFollower, leader: 1, leaderEpoch: 2);
        var again = await run.Cluster.NextProduce();

        Assert.Equal((0, 1), (first.Broker, again.Broker));
        again.Succeed();
        Assert.Equal([0], await run.Offsets());
    }

    [Fact]
    public async Task New_leader_that_nobody_names_is_found_in_metadata()
    {
        await using var run = new ProducerRun(cluster: new ScriptedCluster(brokers: 2));
        await run.SendBatch("a");
        var first = await run.NextProduce();

        run.Cluster.SetLeader(partition: 0, broker: 1, epoch: 2);
        first.Fail(KafkaError.NotLeaderOrFollower);
        var again = await run.NextProduce();
        again.Succeed();

        Assert.Equal(1, again.Broker);
        Assert.Equal([0], await run.Offsets());
    }

    [Fact]
    public async Task Leader_that_changes_again_soon_is_found_in_metadata()
    {
        var pause = TimeSpan.FromSeconds(1);
        await using var run = new ProducerRun(
            options => options with { RetryBackoff = pause, RetryBackoffMax = pause * 10 },
            new ScriptedCluster(brokers: 3));
        await run.SendBatch("a");
        var first = await run.NextProduce();

        run.Cluster.SetLeader(partition: 0, broker: 1, epoch: 2);
        first.Fail(KafkaError.NotLeaderOrFollower, leader: 1, leaderEpoch: 2);
        var second = await run.Cluster.NextProduce();
        run.Cluster.SetLeader(partition: 0, broker: 2, epoch: 3);
        second.Fail(KafkaError.NotLeaderOrFollower);
        var third = await run.NextProduce();

        Assert.Equal((0, 1, 2), (first.Broker, second.Broker, third.Broker));
    }

    [Fact]
    public async Task New_leader_is_sought_when_the_former_hangs_up_on_who_wants_no_answers()
    {
        const int ProducesMax = 100;
        await using var run = new ProducerRun(
            options => options with { Acks = Acks.None, MetadataMaxAge = TimeSpan.FromDays(1) },
            new ScriptedCluster(brokers: 2));
        await run.SendBatch("a");
        var produce = await run.NextProduce();

        // As a broker does that does not lead (any more).
        run.Cluster.SetLeader(partition: 0, broker: 1, epoch: 2);
        for (var count = 0; produce.Broker == 0 && count < ProducesMax; count++)
        {
            produce.Break();
            await run.SendBatch("b");
            produce = await run.NextProduce();
        }

        Assert.Equal(1, produce.Broker);
    }

    [Fact]
    public async Task One_request_under_way_keeps_the_order_when_the_partition_moves()
    {
        var cluster = new ScriptedCluster(brokers: 2, partitions: 2);
        cluster.SetLeader(partition: 1, broker: 1, epoch: 1);
        await using var run = new ProducerRun(
            options => options with
            {
                EnableIdempotence = false,
                MaxInFlightRequestsPerConnection = 1,
                MetadataMaxAge = TimeSpan.FromSeconds(1),
            },
            cluster);
        await run.SendBatch("a");
        var first = await run.NextProduce();
        cluster.SetLeader(partition: 0, broker: 1, epoch: 2);
        await run.Until(() => run.KnowTopic() is { IsCompletedSuccessfully: true } known
            && known.Result[0].Leader == cluster.AddressOf(1));

        // What goes to the new leader meanwhile is for another partition.
        _ = run.Send("b");
        _ = run.Send("other", partition: 1);
        var other = await run.NextProduce();
        Assert.Equal([1], other.Partitions);
        other.Succeed();
        first.Fail(KafkaError.NotLeaderOrFollower);
        var again = await run.NextProduce();
        again.Succeed(0);
        var next = await run.NextProduce();
        next.Succeed(1);

        Assert.Equal((1, 1), (again.Broker, next.Broker));
        Assert.Equal(("a", "b"), (Assert.Single(again.Values()), Assert.Single(next.Values())));
    }

    [Fact]
    public async Task Error_that_stays_fails_the_batch_and_names_topic_and_cause()
    {
        await using var run = new ProducerRun();
        await run.SendBatch("a");

        (await run.NextProduce()).Fail(KafkaError.TopicAuthorizationFailed);

        var error = await Assert.ThrowsAsync<NotAuthorizedException>(() => run.Deliveries[0]);
        Assert.Contains("orders-0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retries_end_when_they_are_used_up()
    {
        await using var run = new ProducerRun(options => options with { Retries = 2 });
        await run.SendBatch("a");
        (await run.NextProduce()).Fail(KafkaError.NotEnoughReplicas);
        (await run.NextProduce()).Fail(KafkaError.NotEnoughReplicas);
        (await run.NextProduce()).Fail(KafkaError.NotEnoughReplicas);

        var error = await Assert.ThrowsAsync<ClientException>(() => run.Deliveries[0]);

        Assert.Equal(KafkaError.NotEnoughReplicas, error.Error);
    }

    [Fact]
    public async Task Delivery_that_takes_too_long_fails_with_the_last_reason()
    {
        await using var run = new ProducerRun(options => options with
        {
            RequestTimeout = TimeSpan.FromSeconds(1), DeliveryTimeout = TimeSpan.FromSeconds(5),
        });
        await run.SendBatch("a");
        while (await run.NextProduce(before: run.Deliveries[0]) is { } produce)
        {
            produce.Fail(KafkaError.NotEnoughReplicas, "two are gone");
        }

        var error = await Assert.ThrowsAsync<RequestTimeoutException>(() => run.Deliveries[0]);
        Assert.Contains("DeliveryTimeout", error.Message, StringComparison.Ordinal);
        Assert.Contains("two are gone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_record_for_which_a_batch_was_refused_is_told_why()
    {
        await using var run = new ProducerRun();
        await run.SendBatch("a", "b");

        (await run.NextProduce()).Reply(index => new()
        {
            Index = index,
            Error = KafkaError.InvalidRecord,
            RecordErrors = [new() { BatchIndex = 1, BatchIndexErrorMessage = "no key" }],
        });

        var good = await Assert.ThrowsAsync<ClientException>(() => run.Deliveries[0]);
        var bad = await Assert.ThrowsAsync<ClientException>(() => run.Deliveries[1]);
        Assert.Contains("no key", bad.Message, StringComparison.Ordinal);
        Assert.Contains("Another record", good.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_that_leaves_a_partition_out_is_no_delivery()
    {
        await using var run = new ProducerRun();
        await run.SendBatch("a");

        (await run.NextProduce()).Reply(_ => new() { Index = 7 });
        var again = await run.NextProduce();
        again.Succeed(3);

        Assert.Equal([3], await run.Offsets());
    }

    [Fact]
    public async Task Answer_that_names_a_partition_twice_counts_once()
    {
        await using var run = new ProducerRun(cluster: new ScriptedCluster(partitions: 2));
        await run.KnowTopic();
        _ = run.Send("a", 0);
        _ = run.Send("b", 1);
        run.Clock.Advance(TimeSpan.FromMilliseconds(100));
        var count = 0;

        (await run.NextProduce()).Reply(_ => new() { Index = 0, BaseOffset = new(count++) });
        (await run.NextProduce()).Succeed(5);

        Assert.Equal([0, 5], await run.Offsets());
    }

    [Fact]
    public async Task Throttled_producer_pauses()
    {
        await using var run = new ProducerRun();
        await run.SendBatch("a");
        var first = await run.NextProduce();
        first.Succeed(0, throttle: TimeSpan.FromSeconds(5));
        await run.Offsets();

        await run.SendBatch("b");
        Assert.False(run.Cluster.HasProduce);
        var before = run.Clock.GetTimestamp();
        (await run.NextProduce()).Succeed(1);

        Assert.True(run.Clock.GetTimestamp() - before > TimeSpan.FromSeconds(4).Ticks);
    }
}
