using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Unit.Client;

/// <summary>What callers see, beside the plain way.</summary>
public sealed class ProducerCallTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    // So that the clock has not far to go.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Full_buffer_holds_callers_until_MaxBlock()
    {
        await using var run = new ProducerRun(
            options => options with { BufferMemory = 16 * 1024, MaxBlock = Soon });
        await run.SendBatch("a");
        await run.NextProduce();

        var waiting = run.Producer.SendAsync(new("orders", default, "b")).AsTask();
        Assert.False(waiting.IsCompleted);
        await run.Await(waiting);

        var error = await Assert.ThrowsAsync<RequestTimeoutException>(() => waiting);
        Assert.Contains("MaxBlock", error.Message, StringComparison.Ordinal);
        Assert.Contains("BufferMemory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_that_waits_for_memory_goes_on_when_a_batch_is_delivered()
    {
        await using var run = new ProducerRun(options => options with { BufferMemory = 16 * 1024 });
        await run.SendBatch("a");
        var first = await run.NextProduce();
        _ = run.Send("b");
        _ = run.Send("c");

        first.Succeed(0);
        await run.Deliveries[0];
        (await run.NextProduce()).Succeed(1);

        Assert.Equal(1, (await run.Deliveries[1]).Offset.Value);
    }

    [Fact]
    public async Task Records_of_a_topic_that_is_not_known_yet_keep_their_order()
    {
        await using var run = new ProducerRun();
        var values = Enumerable.Range(0, 50).Select(number => $"{number}").ToList();

        values.ForEach(value => _ = run.Send(value));
        var flush = run.Producer.FlushAsync();
        var sent = new List<string>();
        while (await run.NextProduce(before: flush) is { } produce)
        {
            produce.Succeed(sent.Count);
            sent.AddRange(produce.Values());
        }

        Assert.Equal(values, sent);
    }

    [Fact]
    public async Task Topic_that_is_not_there_fails_after_MaxBlock_with_its_name()
    {
        await using var run = new ProducerRun(options => options with { MaxBlock = Soon });
        run.Cluster.TopicError = KafkaError.UnknownTopicOrPartition;

        var delivery = run.Send("a");
        await run.Await(delivery);

        var error = await Assert.ThrowsAsync<ClientException>(() => delivery);
        Assert.Equal(KafkaError.UnknownTopicOrPartition, error.Error);
        Assert.Contains("'orders'", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxBlock", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Partition_that_is_not_there_fails_after_MaxBlock()
    {
        await using var run = new ProducerRun(options => options with { MaxBlock = Soon });

        var delivery = run.Send("a", partition: 4);
        await run.Await(delivery);

        var error = await Assert.ThrowsAsync<ClientException>(() => delivery);
        Assert.Contains("no partition 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cluster_that_cannot_be_reached_fails_after_MaxBlock_and_says_why()
    {
        await using var run = new ProducerRun(
            options => options with { MaxBlock = Soon }, new ScriptedCluster { IsReachable = false });

        var delivery = run.Send("a");
        await run.Await(delivery);

        var error = await Assert.ThrowsAsync<RequestTimeoutException>(() => delivery);
        Assert.Contains("MaxBlock", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_over_the_request_size_is_refused_at_once()
    {
        await using var run = new ProducerRun(options => options with { MaxRequestSize = 1000 });

        var error = await Assert.ThrowsAsync<RecordTooLargeException>(() => run.Send(new string('x', 1000)));

        Assert.Contains("MaxRequestSize", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serializer_that_throws_fails_its_record_only()
    {
        var cluster = new ScriptedCluster();
        var options = new ProducerOptions { Transport = cluster, Linger = TimeSpan.Zero };
        await using var producer = new Producer<Null, string>(options, null, new StubbornSerializer());

        var error = await Assert.ThrowsAsync<RecordSerializationException>(
            () => producer.ProduceAsync(new("orders", default, "bad")).AsTask().WaitAsync(Bound));
        var good = producer.ProduceAsync(new("orders", default, "good")).AsTask();
        (await cluster.NextProduce()).Succeed(3);

        Assert.IsType<FormatException>(error.InnerException);
        Assert.Contains("'orders'", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await good.WaitAsync(Bound)).Offset.Value);
        await producer.AbortAsync().AsTask().WaitAsync(Bound);
    }

    [Fact]
    public async Task Cancelled_call_ends_and_its_record_is_sent_all_the_same()
    {
        await using var run = new ProducerRun();
        await run.KnowTopic();
        using var cancelled = new CancellationTokenSource();
        var delivery = run.Producer.ProduceAsync(new("orders", default, "a"), cancelled.Token).AsTask();

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.WaitAsync(Bound));
        Assert.Equal(["a"], (await run.NextProduce()).Values());
    }

    [Fact]
    public async Task Disposal_sends_what_there_is_and_takes_nothing_more()
    {
        var run = new ProducerRun();
        await run.KnowTopic();
        _ = run.Send("a");

        var disposal = run.Producer.DisposeAsync().AsTask();
        (await run.NextProduce()).Succeed(0);
        await disposal.WaitAsync(Bound);

        Assert.Equal([0], await run.Offsets());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => run.Send("b"));
    }

    [Fact]
    public async Task Abort_fails_what_is_not_delivered()
    {
        var run = new ProducerRun();
        await run.SendBatch("a");
        await run.NextProduce();
        _ = run.Send("b");

        await run.Producer.AbortAsync().AsTask().WaitAsync(Bound);

        await Assert.ThrowsAsync<ClientClosedException>(() => run.Deliveries[0]);
        await Assert.ThrowsAsync<ClientClosedException>(() => run.Deliveries[1]);
    }

    [Fact]
    public async Task Callback_hears_of_delivery_and_may_throw()
    {
        await using var run = new ProducerRun();
        await run.KnowTopic();
        var reports = new List<DeliveryReport>();

        await run.Producer.SendAsync(new("orders", default, "a"), _ => throw new FormatException());
        await run.Producer.SendAsync(new("orders", default, "b"), reports.Add);
        var flush = run.Producer.FlushAsync();
        (await run.NextProduce()).Succeed(8);
        await flush.WaitAsync(Bound);

        var report = Assert.Single(reports);
        Assert.True(report.IsDelivered);
        Assert.Equal(new TopicPartition("orders", 0), report.Metadata.TopicPartition);
        Assert.Equal(new Offset(9), report.Metadata.Offset);
    }

    [Fact]
    public async Task Interceptors_change_records_in_turn_and_those_that_throw_harm_nothing()
    {
        var cluster = new ScriptedCluster();
        var options = new ProducerOptions { Transport = cluster, Linger = TimeSpan.Zero };
        var first = new AppendingInterceptor("1");
        var second = new AppendingInterceptor("2");
        await using var producer = new Producer<Null, string>(
            options, interceptors: [first, new ThrowingInterceptor(), second]);

        var delivery = producer.ProduceAsync(new("orders", default, "a")).AsTask();
        var produce = await cluster.NextProduce();
        produce.Succeed(0);
        await delivery.WaitAsync(Bound);

        Assert.Equal(["a12"], produce.Values());
        Assert.Equal([0L], first.Acknowledged.Select(report => report.Metadata.Offset.Value));
        Assert.Equal([0L], second.Acknowledged.Select(report => report.Metadata.Offset.Value));
        await producer.AbortAsync().AsTask().WaitAsync(Bound);
    }

    [Fact]
    public async Task No_producer_id_for_good_fails_what_waits_and_what_comes()
    {
        // Said before there is a producer, which asks at once.
        await using var run = new ProducerRun(
            cluster: new ScriptedCluster { ProducerIdError = KafkaError.ClusterAuthorizationFailed });
        await run.SendBatch("a");

        await Assert.ThrowsAsync<NotAuthorizedException>(() => run.Deliveries[0]);
        await Assert.ThrowsAsync<NotAuthorizedException>(() => run.Send("b"));
    }

    [Fact]
    public async Task Acks_of_none_are_delivered_when_they_are_sent()
    {
        await using var run = new ProducerRun(options => options with { Acks = Acks.None });
        await run.SendBatch("a");

        Assert.Equal([-1], await run.Offsets());
        Assert.Equal(0, (await run.NextProduce()).Request.Acks);
    }

    [Fact]
    public async Task Partitioner_of_the_user_decides_and_is_checked()
    {
        await using var run = new ProducerRun(
            options => options with { Partitioner = new LengthPartitioner() }, new ScriptedCluster(partitions: 3));
        var delivery = run.Send("ab", partition: null);
        var produce = await run.NextProduce();
        produce.Succeed();

        Assert.Equal([2], produce.Partitions);
        Assert.Equal(2, (await delivery).TopicPartition.Partition);
        var error = await Assert.ThrowsAsync<ClientException>(() => run.Send("abc", partition: null));
        Assert.Contains(nameof(LengthPartitioner), error.Message, StringComparison.Ordinal);
    }
}
