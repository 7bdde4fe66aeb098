using System.Collections.Concurrent;
using Cloud.Client;
using Cloud.Protocol.Errors;

namespace Cloud.Unit.Client.Workers;

/// <summary>Who is processed when, what is committed, and how a worker ends.</summary>
public sealed class ConsumerWorkerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<string?> _seen = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    [Fact]
    public async Task Records_are_processed_in_order_and_the_end_is_committed_when_it_stops()
    {
        await using var worker = new WorkerUnderTest(See);
        await worker.Start(WorkerUnderTest.P(0));

        worker.Give(0, offset: 5, "a", "b", "c");
        await WorkerUnderTest.Until(() => _seen.Count == 3);
        worker.BeginStop();
        await worker.Stopped();

        Assert.Equal(["a", "b", "c"], _seen);
        Assert.Equal([WorkerUnderTest.At(0, 8)], worker.Consumer.Commits);
        Assert.True(worker.Consumer.IsDisposed);
        Assert.Equal(WorkerState.Stopped, worker.Worker.Report().State);
    }

    [Fact]
    public async Task Partitions_do_not_wait_for_each_other_and_the_lowest_unfinished_offset_is_committed()
    {
        await using var worker = new WorkerUnderTest(
            Hold, options => options with { Order = ProcessingOrder.Key, LanesPerPartition = 64 });
        await worker.Start(WorkerUnderTest.P(0), WorkerUnderTest.P(1));

        worker.Give(0, 0, "k1:a", "k2:b", "k3:c");
        worker.Give(1, 0, "k4:d");
        await WorkerUnderTest.Until(() => _seen.Count == 4);
        Release("b");
        Release("d");

        // The first of its partition is not done: only the other partition has something to commit.
        await worker.AdvanceUntil(() => worker.Consumer.Commits.Count == 1);
        Assert.Equal([WorkerUnderTest.At(1, 1)], worker.Consumer.Commits);
        Release("a");
        await worker.AdvanceUntil(() => worker.Consumer.Commits.Count == 2);
        Assert.Equal(WorkerUnderTest.At(0, 2), worker.Consumer.Commits.Last());
        Release("c");
        await worker.AdvanceUntil(() => worker.Consumer.Commits.Count == 3);
        Assert.Equal(WorkerUnderTest.At(0, 3), worker.Consumer.Commits.Last());
    }

    [Fact]
    public async Task Records_of_a_key_keep_their_order()
    {
        await using var worker = new WorkerUnderTest(Hold, options => options with { Order = ProcessingOrder.Key });
        await worker.Start(WorkerUnderTest.P(0));

        worker.Give(0, 0, "k:a", "k:b");
        await WorkerUnderTest.Until(() => _seen.Count == 1);
        Assert.Equal(["a"], _seen);
        Release("a");

        await WorkerUnderTest.Until(() => _seen.Count == 2);
        Assert.Equal(["a", "b"], _seen);
        Release("b");
    }

    [Fact]
    public async Task Batches_come_together_and_only_those_that_fail_alone_are_passed_on()
    {
        var batches = new ConcurrentQueue<string>();
        var work = RecordWork<string?, string?>.Batches((records, _) =>
        {
            batches.Enqueue(string.Concat(records.Select(record => record.Value)));
            return records.Any(record => record.Value == "b")
                ? Task.FromException(new InvalidOperationException("b is bad"))
                : Task.CompletedTask;
        });
        await using var worker = new WorkerUnderTest(
            work, options => options with { Retry = RetryPolicy.DeadLetter(1) });
        await worker.Start(WorkerUnderTest.P(0));

        worker.Give(0, 0, "a", "b", "c");
        await worker.AdvanceUntil(() => worker.Consumer.Commits.Contains(WorkerUnderTest.At(0, 3)));

        // How many the first batch has depends on how many its lane found at that moment.
        Assert.Equal("abc", string.Concat(string.Concat(batches).Distinct().Order()));
        Assert.Contains("b", batches);
        var dead = Assert.Single(worker.Producer.Records);
        Assert.Equal("b", System.Text.Encoding.UTF8.GetString(dead.Value!));
    }

    [Fact]
    public async Task Partition_that_goes_away_finishes_what_has_begun_and_commits_no_more_than_that()
    {
        await using var worker = new WorkerUnderTest(Hold);
        await worker.Start(WorkerUnderTest.P(0));
        worker.Give(0, 0, "a", "b");
        await WorkerUnderTest.Until(() => _seen.Count == 1);

        var revoking = worker.Consumer.Listener!.OnRevokedAsync([WorkerUnderTest.P(0)], CancellationToken.None);
        Assert.False(revoking.IsCompleted);
        Release("a");
        await revoking;

        Assert.Equal([WorkerUnderTest.At(0, 1)], worker.Consumer.Commits);
        Assert.Equal(["a"], _seen);
        Assert.Empty(worker.Worker.Report().Partitions);
    }

    [Fact]
    public async Task Stop_that_meets_a_rebalance_waits_for_what_has_begun_and_commits_it()
    {
        await using var worker = new WorkerUnderTest(async (record, cancellationToken) =>
        {
            _seen.Enqueue(record.Value);
            await GateOf(record.Value!).Task;
            cancellationToken.ThrowIfCancellationRequested();
        });
        await worker.Start(WorkerUnderTest.P(0));
        worker.Give(0, 0, "a", "b");
        await WorkerUnderTest.Until(() => _seen.Count == 1);

        var revoking = worker.Consumer.Listener!.OnRevokedAsync(
            [WorkerUnderTest.P(0)], new CancellationToken(canceled: true));
        worker.BeginStop();
        Release("a");
        await worker.Stopped();
        await revoking;

        Assert.All(worker.Consumer.Commits, commit => Assert.Equal(WorkerUnderTest.At(0, 1), commit));
        Assert.NotEmpty(worker.Consumer.Commits);
        Assert.Equal(["a"], _seen);
    }

    [Fact]
    public async Task Partition_that_goes_away_does_not_wait_for_longer_than_the_rebalance()
    {
        await using var worker = new WorkerUnderTest(Hold);
        await worker.Start(WorkerUnderTest.P(0));
        worker.Give(0, 0, "a", "b");
        await WorkerUnderTest.Until(() => _seen.Count == 1);

        var revoking = worker.Consumer.Listener!.OnRevokedAsync([WorkerUnderTest.P(0)], CancellationToken.None);
        await worker.AdvanceUntil(() => revoking.IsCompleted);

        Assert.Empty(worker.Consumer.Commits);
        Assert.Equal(["a"], _seen);
    }

    [Fact]
    public async Task Partition_that_was_lost_is_given_up_at_once_without_a_commit()
    {
        await using var worker = new WorkerUnderTest(Hold);
        await worker.Start(WorkerUnderTest.P(0));
        worker.Give(0, 0, "a", "b");
        await WorkerUnderTest.Until(() => _seen.Count == 1);

        await worker.Consumer.Listener!.OnLostAsync([WorkerUnderTest.P(0)], CancellationToken.None);

        Assert.Empty(worker.Consumer.Commits);
        Assert.Equal(["a"], _seen);
    }

    [Fact]
    public async Task Handler_of_a_lost_partition_that_fails_as_it_likes_leaves_the_worker_alone()
    {
        await using var worker = new WorkerUnderTest(async (record, cancellationToken) =>
        {
            _seen.Enqueue(record.Value);
            if (record.Value == "a")
            {
                await Task.Delay(Timeout.Infinite, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new InvalidOperationException("cancelled in its own way");
            }
        });
        await worker.Start(WorkerUnderTest.P(0), WorkerUnderTest.P(1));
        worker.Give(0, 0, "a");
        await WorkerUnderTest.Until(() => _seen.Count == 1);

        await worker.Consumer.Listener!.OnLostAsync([WorkerUnderTest.P(0)], CancellationToken.None);
        worker.Give(1, 0, "b");
        await worker.AdvanceUntil(() => worker.Consumer.Commits.Contains(WorkerUnderTest.At(1, 1)));

        Assert.Equal((WorkerState.Running, 1), (worker.Worker.Report().State, worker.ConsumerCount));
    }

    [Fact]
    public async Task Stop_waits_for_what_has_begun_until_time_is_up()
    {
        await using var worker = new WorkerUnderTest(Hold);
        await worker.Start(WorkerUnderTest.P(0));
        worker.Give(0, 0, "a", "b", "c");
        await WorkerUnderTest.Until(() => _seen.Count == 1);
        Release("a");
        await WorkerUnderTest.Until(() => _seen.Count == 2);

        worker.BeginStop();
        await Task.Yield();
        Assert.NotEqual(WorkerState.Stopped, worker.Worker.Report().State);
        worker.EndTime();
        await worker.Stopped();

        Assert.Equal([WorkerUnderTest.At(0, 1)], worker.Consumer.Commits);
        Assert.Equal(["a", "b"], _seen);
    }

    [Fact]
    public async Task Full_partition_is_paused_and_resumed_when_half_of_it_is_done()
    {
        await using var worker = new WorkerUnderTest(Hold, options => options with { UnfinishedRecordsMax = 4 });
        await worker.Start(WorkerUnderTest.P(0));

        worker.Give(0, 0, "a", "b", "c", "d");
        await WorkerUnderTest.Until(() => worker.Consumer.Paused.Count == 1);
        Release("a");
        await WorkerUnderTest.Until(() => _seen.Count == 2);
        Assert.Single(worker.Consumer.Paused);
        Release("b");

        await WorkerUnderTest.Until(() => worker.Consumer.Paused.Count == 0);
        Release("c");
        Release("d");
    }

    [Fact]
    public async Task Failed_consumer_is_told_until_a_new_one_has_shown_that_it_works()
    {
        await using var worker = new WorkerUnderTest(
            See, options => options with { StalledAfter = TimeSpan.FromDays(30) });
        await worker.Start(WorkerUnderTest.P(0));

        worker.Consumer.Fail(new ClientException(KafkaError.GroupAuthorizationFailed, "not for you"));
        await WorkerUnderTest.Until(() => worker.Worker.Report().State is WorkerState.Faulted);
        Assert.Equal("not for you", worker.Worker.Report().Failure!.Message);
        await worker.AdvanceUntil(() => worker.ConsumerCount == 2 && worker.Consumer.Listener is not null);
        Assert.Equal(WorkerState.Faulted, worker.Worker.Report().State);
        worker.Give(0, 0, "a");

        await WorkerUnderTest.Until(() => worker.Worker.Report().State is WorkerState.Running);
    }

    [Fact]
    public async Task Failed_consumer_is_told_and_replaced_though_a_handler_hangs()
    {
        await using var worker = new WorkerUnderTest(
            (record, _) =>
            {
                _seen.Enqueue(record.Value);
                return GateOf(record.Value!).Task;
            });
        await worker.Start(WorkerUnderTest.P(0));
        worker.Give(0, 0, "a", "b");
        Release("a");
        await WorkerUnderTest.Until(() => _seen.Count == 2);

        worker.Consumer.Fail(new ClientException(KafkaError.GroupAuthorizationFailed, "not for you"));
        await WorkerUnderTest.Until(() => worker.Worker.Report().State is WorkerState.Faulted);
        await worker.AdvanceUntil(() => worker.ConsumerCount == 2);

        Assert.Equal("not for you", worker.Worker.Report().Failure!.Message);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(null)]
    public async Task Partition_without_records_makes_progress_only_where_it_is_known_to_have_none(long? lag)
    {
        await using var worker = new WorkerUnderTest(See, options => options with { CommitInterval = Minute });
        await worker.Start(WorkerUnderTest.P(0));
        worker.Consumer.Lag = lag;

        worker.Clock.Advance(10 * Minute);

        await WorkerUnderTest.Until(() => OnlyPartition().SinceProgress == (lag is null ? 10 * Minute : TimeSpan.Zero));
        Assert.Equal(lag, OnlyPartition().Lag);

        PartitionReport OnlyPartition() => Assert.Single(worker.Worker.Report().Partitions);
    }

    [Fact]
    public async Task Commit_that_failed_is_made_up_for_by_the_next()
    {
        await using var worker = new WorkerUnderTest(See);
        await worker.Start(WorkerUnderTest.P(0));
        worker.Consumer.CommitFailure = new CommitFailedException(KafkaError.RebalanceInProgress, "later");

        worker.Give(0, 0, "a");
        await WorkerUnderTest.Until(() => _seen.Count == 1);
        worker.Clock.Advance(TimeSpan.FromSeconds(3));
        worker.Consumer.CommitFailure = null;

        await worker.AdvanceUntil(() => worker.Consumer.Commits.Count == 1);
        Assert.Equal([WorkerUnderTest.At(0, 1)], worker.Consumer.Commits);
    }

    private Task See(ConsumerRecord<string?, string?> record, CancellationToken cancellationToken)
    {
        _seen.Enqueue(record.Value);
        return Task.CompletedTask;
    }

    private Task Hold(ConsumerRecord<string?, string?> record, CancellationToken cancellationToken)
    {
        _seen.Enqueue(record.Value);
        return GateOf(record.Value!).Task.WaitAsync(cancellationToken);
    }

    private void Release(string value) => GateOf(value).TrySetResult();

    private TaskCompletionSource GateOf(string value) => _gates.GetOrAdd(
        value, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
