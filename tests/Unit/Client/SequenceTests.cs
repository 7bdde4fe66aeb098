using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Unit.Client;

/// <summary>An idempotent producer and what brokers say of its sequences (KIP-98, KIP-360).</summary>
public sealed class SequenceTests
{
    [Fact]
    public async Task Batches_of_a_partition_count_on()
    {
        await using var run = new ProducerRun();
        await run.Begin();
        await run.SendBatch("a", "b");
        var first = await run.NextProduce();
        await run.SendBatch("c");
        var second = await run.NextProduce();

        Assert.Equal((new ProducerId(1000), 1, 2), IdentityOf(first));
        Assert.Equal((new ProducerId(1000), 3, 1), IdentityOf(second));
        first.Succeed(0);
        second.Succeed(2);
        Assert.Equal([0, 1, 2], await run.Offsets());
    }

    [Fact]
    public async Task First_batch_of_a_partition_goes_alone()
    {
        await using var run = new ProducerRun();
        await run.SendBatch("a");
        var first = await run.NextProduce();
        await run.SendBatch("b");
        Assert.False(run.Cluster.HasProduce);

        first.Succeed(0);

        Assert.Equal(["b"], (await run.NextProduce()).Values());
    }

    [Fact]
    public async Task Batch_that_failed_comes_again_with_its_sequence_and_before_those_behind_it()
    {
        await using var run = new ProducerRun();
        var (first, second) = await BothUnderWay(run);

        // Each failure has the sender ask for metadata, which tells that it has seen it.
        var asked = run.Cluster.MetadataCount;
        first.Fail(KafkaError.NotEnoughReplicas);
        var again = await run.NextProduce();
        await run.Until(() => run.Cluster.MetadataCount == asked + 1);
        second.Fail(KafkaError.OutOfOrderSequenceNumber);
        await run.Until(() => run.Cluster.MetadataCount == asked + 2);
        Assert.Equal(["a"], again.Values());
        Assert.Equal(1, again.Header.BaseSequence);
        again.Succeed(0);
        var next = await run.NextProduce();

        Assert.Equal(["b"], next.Values());
        Assert.Equal((2, (short)0), (next.Header.BaseSequence, next.Header.ProducerEpoch.Value));
        next.Succeed(1);
        Assert.Equal([0, 1], await run.Offsets());
    }

    [Theory]
    [InlineData(KafkaError.OutOfOrderSequenceNumber)]
    [InlineData(KafkaError.UnknownProducerId)]
    public async Task Gap_before_the_first_open_batch_begins_another_epoch(KafkaError error)
    {
        await using var run = new ProducerRun();
        await run.SendBatch("a");
        (await run.NextProduce()).Succeed(0);
        await run.Offsets();
        await run.SendBatch("b");
        var first = await run.NextProduce();
        await run.SendBatch("c");
        var second = await run.NextProduce();

        first.Fail(error);
        second.Fail(error);
        var again = await run.NextProduce();
        again.Succeed(1);
        var next = await run.NextProduce();
        next.Succeed(2);

        Assert.Equal(["b"], again.Values());
        Assert.Equal((0, (short)1), (again.Header.BaseSequence, again.Header.ProducerEpoch.Value));
        Assert.Equal((1, (short)1), (next.Header.BaseSequence, next.Header.ProducerEpoch.Value));
        Assert.Equal([0, 1, 2], await run.Offsets());
    }

    [Fact]
    public async Task Batch_that_the_broker_has_already_is_delivered()
    {
        await using var run = new ProducerRun();
        await run.SendBatch("a");

        (await run.NextProduce()).Fail(KafkaError.DuplicateSequenceNumber);

        Assert.Equal([-1], await run.Offsets());
    }

    [Fact]
    public async Task Refused_batch_does_not_hold_up_those_behind_it()
    {
        await using var run = new ProducerRun();
        var (first, second) = await BothUnderWay(run);

        first.Fail(KafkaError.InvalidRecord, "no good");
        second.Fail(KafkaError.OutOfOrderSequenceNumber);
        var again = await run.NextProduce();
        again.Succeed(0);

        Assert.Equal(["b"], again.Values());
        Assert.Equal((0, (short)1), (again.Header.BaseSequence, again.Header.ProducerEpoch.Value));
        var error = await Assert.ThrowsAsync<ClientException>(() => run.Deliveries[0]);
        Assert.Equal(KafkaError.InvalidRecord, error.Error);
        Assert.Contains("no good", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await run.Deliveries[1]).Offset.Value);
    }

    [Fact]
    public async Task Refused_batch_does_not_change_the_sequence_of_one_before_it_that_may_be_written()
    {
        await using var run = new ProducerRun();
        var (first, second) = await BothUnderWay(run);

        second.Fail(KafkaError.InvalidRecord);
        await Assert.ThrowsAsync<ClientException>(() => run.Deliveries[1]);
        first.Fail(KafkaError.NotEnoughReplicasAfterAppend);
        var again = await run.NextProduce();
        Assert.Equal(("a", 1), (Assert.Single(again.Values()), again.Header.BaseSequence));
        Assert.Equal(0, again.Header.ProducerEpoch.Value);
        again.Succeed(1);
        await run.SendBatch("c");
        var next = await run.NextProduce();

        // Now the gap shows.
        Assert.Equal(("c", 0), (Assert.Single(next.Values()), next.Header.BaseSequence));
        Assert.Equal(1, next.Header.ProducerEpoch.Value);
        next.Succeed(2);
        Assert.Equal(1, (await run.Deliveries[0]).Offset.Value);
        Assert.Equal(2, (await run.Deliveries[2]).Offset.Value);
    }

    [Fact]
    public async Task Lost_connection_sends_all_again_one_by_one()
    {
        await using var run = new ProducerRun();
        var (first, _) = await BothUnderWay(run);

        first.Break();
        var again = await run.NextProduce();
        Assert.Equal(("a", 1), (Assert.Single(again.Values()), again.Header.BaseSequence));
        again.Succeed(0);
        var next = await run.NextProduce();
        next.Succeed(1);

        Assert.Equal(("b", 2), (Assert.Single(next.Values()), next.Header.BaseSequence));
        Assert.Equal([0, 1], await run.Offsets());
    }

    [Fact]
    public async Task Cut_batch_keeps_its_sequences()
    {
        await using var run = new ProducerRun();
        await run.SendBatch("a", "b", "c", "d");

        (await run.NextProduce()).Fail(KafkaError.MessageTooLarge);

        var sequences = new List<int>();
        for (var offset = 0; offset < 4;)
        {
            var part = await run.NextProduce();
            sequences.Add(part.Header.BaseSequence);
            part.Succeed(offset);
            offset += part.Header.RecordCount;
        }

        Assert.Equal(0, sequences[0]);
        Assert.True(sequences.Count > 1);
        Assert.Equal([0, 1, 2, 3], await run.Offsets());
    }

    [Fact]
    public async Task Part_of_a_cut_batch_that_is_cut_again_or_retried_stays_where_it_was()
    {
        await using var run = new ProducerRun();
        await run.SendBatch("a", "b", "c", "d", "e", "f", "g", "h");
        (await run.NextProduce()).Fail(KafkaError.MessageTooLarge);
        (await run.NextProduce()).Fail(KafkaError.MessageTooLarge);
        (await run.NextProduce()).Fail(KafkaError.NotEnoughReplicas);

        var sent = new List<string>();
        while (sent.Count < 8)
        {
            var part = await run.NextProduce();
            Assert.Equal(sent.Count, part.Header.BaseSequence);
            part.Succeed(sent.Count);
            sent.AddRange(part.Values());
        }

        Assert.Equal(["a", "b", "c", "d", "e", "f", "g", "h"], sent);
    }

    [Fact]
    public async Task Unknown_fate_of_a_batch_holds_new_ones_until_a_new_epoch()
    {
        await using var run = new ProducerRun(options => options with
        {
            RequestTimeout = TimeSpan.FromSeconds(1), DeliveryTimeout = TimeSpan.FromSeconds(20),
        });
        await run.SendBatch("a");
        (await run.NextProduce()).Break();
        run.Clock.Advance(TimeSpan.FromSeconds(20));
        await run.Await(run.Deliveries[0]);
        await run.SendBatch("b");

        var next = await run.NextProduce();
        while (next.Values()[0] != "b")
        {
            next = await run.NextProduce();
        }

        Assert.Equal((0, (short)1), (next.Header.BaseSequence, next.Header.ProducerEpoch.Value));
        next.Succeed(1);
        Assert.Equal(1, (await run.Deliveries[1]).Offset.Value);
        var error = await Assert.ThrowsAsync<RequestTimeoutException>(() => run.Deliveries[0]);
        Assert.Contains("DeliveryTimeout", error.Message, StringComparison.Ordinal);
    }

    // "a" and "b", neither of them answered.
    private static async Task<(ScriptedProduce First, ScriptedProduce Second)> BothUnderWay(ProducerRun run)
    {
        await run.Begin();
        await run.SendBatch("a");
        var first = await run.NextProduce();
        await run.SendBatch("b");
        return (first, await run.NextProduce());
    }

    private static (ProducerId Id, int Sequence, int Count) IdentityOf(ScriptedProduce produce) =>
        (produce.Header.ProducerId, produce.Header.BaseSequence, produce.Header.RecordCount);
}
