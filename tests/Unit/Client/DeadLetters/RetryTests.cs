using System.Text;
using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Unit.Client.Workers;

namespace Cloud.Unit.Client.DeadLetters;

/// <summary>What becomes of records whose processing fails, and that none is lost on the way.</summary>
public sealed class RetryTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private int _attempts;

    [Fact]
    public async Task Record_is_tried_in_place_until_it_succeeds_and_those_behind_it_wait()
    {
        var seen = new List<string?>();
        await using var worker = new WorkerUnderTest((record, _) =>
        {
            seen.Add(record.Value);
            return record.Value == "a" && seen.Count < 5 ? Fail() : Task.CompletedTask;
        });
        await worker.Start(WorkerUnderTest.P(0));

        worker.Give(0, 0, "a", "b");
        await worker.AdvanceUntil(() => worker.Consumer.Commits.Contains(WorkerUnderTest.At(0, 2)));

        Assert.Equal(["a", "a", "a", "a", "a", "b"], seen);
        Assert.Empty(worker.Producer.Records);
    }

    [Fact]
    public async Task Dead_letter_has_the_record_as_it_was_and_its_cause()
    {
        await using var worker = new WorkerUnderTest(FailAlways, With(RetryPolicy.DeadLetter(attempts: 3)));
        await worker.Start(WorkerUnderTest.P(2));

        worker.Consumer.Give(WorkerUnderTest.Batch(
            WorkerUnderTest.P(2), 7, new Headers().Add("own", "header"), "key:bad"));
        await worker.AdvanceUntil(() => worker.Consumer.Commits.Contains(WorkerUnderTest.At(2, 8)));

        var dead = Assert.Single(worker.Producer.Records);
        Assert.Equal("orders.billing.dead-letter", dead.Topic);
        Assert.Equal(("key", "bad"), (Text(dead.Key), Text(dead.Value)));
        Assert.Null(dead.Timestamp);
        Assert.Equal(3, _attempts);
        var headers = dead.Headers!;
        Assert.Equal("header", headers.GetLastText("own"));
        Assert.Equal("orders", headers.GetLastText(DeadLetterHeaders.OriginalTopic));
        Assert.Equal("2", headers.GetLastText(DeadLetterHeaders.OriginalPartition));
        Assert.Equal("7", headers.GetLastText(DeadLetterHeaders.OriginalOffset));
        Assert.Equal("5007", headers.GetLastText(DeadLetterHeaders.OriginalTimestamp));
        Assert.Equal("billing", headers.GetLastText(DeadLetterHeaders.Group));
        Assert.Equal("System.InvalidOperationException", headers.GetLastText(DeadLetterHeaders.ExceptionType));
        Assert.Equal("it is bad", headers.GetLastText(DeadLetterHeaders.ExceptionMessage));
        Assert.Equal("3", headers.GetLastText(DeadLetterHeaders.Attempts));
        Assert.Null(headers.GetLastText(DeadLetterHeaders.RetryAt));
    }

    [Fact]
    public async Task Offset_does_not_advance_before_the_dead_letter_is_acknowledged()
    {
        var acknowledged = new TaskCompletionSource();
        await using var worker = new WorkerUnderTest(FailAlways, With(RetryPolicy.DeadLetter(1)));
        worker.Producer.Acknowledged = acknowledged.Task;
        await worker.Start(WorkerUnderTest.P(0));

        worker.Give(0, 0, "bad");
        await WorkerUnderTest.Until(() => worker.Producer.Records.Count == 1);
        worker.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(worker.Consumer.Commits);
        acknowledged.SetResult();

        await worker.AdvanceUntil(() => worker.Consumer.Commits.Count == 1);
    }

    [Fact]
    public async Task Dead_letter_that_cannot_be_written_is_tried_again_and_nothing_is_passed_over()
    {
        await using var worker = new WorkerUnderTest(FailAlways, With(RetryPolicy.DeadLetter(1)));
        worker.Producer.FailuresFirst = 4;
        await worker.Start(WorkerUnderTest.P(0));

        worker.Give(0, 0, "bad");
        await worker.AdvanceUntil(() => worker.Consumer.Commits.Count == 1);

        Assert.Single(worker.Producer.Records);
    }

    [Fact]
    public async Task Dead_letter_that_can_never_be_written_fails_the_worker_which_begins_anew()
    {
        await using var worker = new WorkerUnderTest(FailAlways, With(RetryPolicy.DeadLetter(1)));
        worker.Producer.FailuresFirst = int.MaxValue;
        worker.Producer.Failure = new RecordTooLargeException(KafkaError.MessageTooLarge, "it is too large");
        await worker.Start(WorkerUnderTest.P(0));

        worker.Give(0, 0, "bad");
        await WorkerUnderTest.Until(() => worker.Worker.Report().State is WorkerState.Faulted);

        Assert.Contains("it is too large", worker.Worker.Report().Failure!.Message, StringComparison.Ordinal);
        Assert.Empty(worker.Consumer.Commits);
        await worker.AdvanceUntil(() => worker.ConsumerCount == 2);
    }

    [Fact]
    public async Task Record_that_is_held_up_by_its_dead_letter_is_not_done_when_the_worker_stops()
    {
        await using var worker = new WorkerUnderTest(FailAlways, With(RetryPolicy.DeadLetter(1)));
        worker.Producer.FailuresFirst = int.MaxValue;
        await worker.Start(WorkerUnderTest.P(0));
        worker.Give(0, 0, "bad");
        await WorkerUnderTest.Until(() => _attempts == 1);

        worker.BeginStop();
        await worker.Stopped();

        Assert.Empty(worker.Consumer.Commits);
    }

    [Fact]
    public async Task Retry_topic_gets_it_first_and_says_when_and_how_often()
    {
        await using var worker = new WorkerUnderTest(FailAlways, With(RetryPolicy.RetryTopics(10 * Second)));
        await worker.Start(WorkerUnderTest.P(0));
        var failedAt = worker.Clock.GetUtcNow();

        worker.Give(0, 0, "bad");
        await WorkerUnderTest.Until(() => worker.Producer.Records.Count == 1);

        var retried = worker.Producer.Records[0];
        Assert.Equal("orders.billing.retry.1", retried.Topic);
        Assert.Equal("1", retried.Headers!.GetLastText(DeadLetterHeaders.Attempts));
        Assert.Equal(failedAt + (10 * Second), CauseHeaders.RetryAtOf(retried.Headers!));
        Assert.Equal(["orders", "orders.billing.retry.1"], worker.Consumer.Subscription);
    }

    [Fact]
    public async Task Record_of_a_retry_topic_waits_for_its_time_and_ends_with_its_first_origin()
    {
        var retry = WorkerUnderTest.P(0, "orders.billing.retry.1");
        await using var worker = new WorkerUnderTest(FailAlways, With(RetryPolicy.RetryTopics(10 * Second)));
        await worker.Start(WorkerUnderTest.P(0), retry);
        worker.Give(0, 41, "bad");
        await WorkerUnderTest.Until(() => worker.Producer.Records.Count == 1);

        worker.Consumer.Give(WorkerUnderTest.Batch(retry, 3, worker.Producer.Records[0].Headers!, "bad"));
        await WorkerUnderTest.Until(() => ReportOf(worker, retry).Unfinished == 1);
        worker.Clock.Advance(9 * Second);
        await WorkerUnderTest.Until(() => ReportOf(worker, retry).SinceProgress == TimeSpan.Zero);
        Assert.Equal(1, _attempts);
        await worker.AdvanceUntil(() => worker.Producer.Records.Count == 2);

        Assert.Equal(2, _attempts);
        Assert.True(worker.Clock.GetUtcNow() >= CauseHeaders.RetryAtOf(worker.Producer.Records[0].Headers!));
        var dead = worker.Producer.Records[1];
        Assert.Equal("orders.billing.dead-letter", dead.Topic);
        Assert.Equal("orders", dead.Headers!.GetLastText(DeadLetterHeaders.OriginalTopic));
        Assert.Equal("41", dead.Headers!.GetLastText(DeadLetterHeaders.OriginalOffset));
        Assert.Equal("2", dead.Headers!.GetLastText(DeadLetterHeaders.Attempts));
        Assert.Single(dead.Headers!, header => header.Key == DeadLetterHeaders.Attempts);
    }

    [Fact]
    public async Task Time_to_retry_is_heeded_in_no_topic_that_is_none_of_the_policy()
    {
        await using var worker = new WorkerUnderTest(FailAlways, With(RetryPolicy.RetryTopics(10 * Second)));
        await worker.Start(WorkerUnderTest.P(0));

        worker.Consumer.Give(WorkerUnderTest.Batch(WorkerUnderTest.P(0), 0, Late, "bad"));

        await WorkerUnderTest.Until(() => worker.Producer.Records.Count == 1);
    }

    [Fact]
    public async Task Record_waits_no_longer_than_the_delay_of_its_retry_topic()
    {
        var retry = WorkerUnderTest.P(0, "orders.billing.retry.1");
        await using var worker = new WorkerUnderTest(FailAlways, With(RetryPolicy.RetryTopics(10 * Second)));
        await worker.Start(retry);

        worker.Consumer.Give(WorkerUnderTest.Batch(retry, 0, Late, "bad"));

        await worker.AdvanceUntil(() => _attempts == 1);
    }

    [Fact]
    public async Task Delay_that_no_timer_takes_is_waited_for_in_parts()
    {
        var delay = TimeSpan.FromDays(100);
        var retry = WorkerUnderTest.P(0, "orders.billing.retry.1");
        await using var worker = new WorkerUnderTest(
            FailAlways,
            options => options with { Retry = RetryPolicy.RetryTopics(delay), CommitInterval = TimeSpan.FromDays(1) });
        await worker.Start(retry);
        var start = worker.Clock.GetTimestamp();

        worker.Consumer.Give(WorkerUnderTest.Batch(retry, 0, Late, "bad"));
        await WorkerUnderTest.Until(() =>
        {
            worker.Clock.Advance(TimeSpan.FromHours(1));
            return _attempts == 1;
        });

        Assert.True(worker.Clock.GetElapsedTime(start) >= delay);
        Assert.Equal(WorkerState.Running, worker.Worker.Report().State);
    }

    [Fact]
    public void Delays_that_cannot_be_waited_for_are_refused()
    {
        Assert.Throws<ClientOptionsException>(RetryPolicy.RetryTopics(TimeSpan.MaxValue).Validate);
        Assert.Throws<ClientOptionsException>(
            (RetryPolicy.Blocking with { BackoffInPlaceMax = TimeSpan.FromDays(50) }).Validate);
    }

    [Fact]
    public void Pause_of_hours_is_bounded_after_any_number_of_failures() => Assert.InRange(
        new Backoff(TimeSpan.FromHours(1), TimeSpan.FromHours(2)).Pause(100), TimeSpan.Zero, TimeSpan.FromHours(3));

    [Fact]
    public async Task Record_that_cannot_be_read_goes_to_the_dead_letters_at_once_byte_by_byte()
    {
        var worker = new FailureHandlingUnderTest(RetryPolicy.RetryTopics(Second) with { AttemptsInPlace = 5 });

        await worker.Process(() => throw new RecordSerializationException("no number", new FormatException()));

        Assert.Equal("orders.billing.dead-letter", Assert.Single(worker.Producer.Records).Topic);
        Assert.Equal(1, worker.Attempts);
    }

    [Fact]
    public async Task Record_is_passed_over_where_the_policy_says_so()
    {
        var policy = RetryPolicy.DeadLetter(2) with { AfterRetries = AfterRetries.Skip };
        await using var worker = new WorkerUnderTest(FailAlways, With(policy));
        await worker.Start(WorkerUnderTest.P(0));

        worker.Give(0, 0, "bad");
        await worker.AdvanceUntil(() => worker.Consumer.Commits.Count == 1);

        Assert.Empty(worker.Producer.Records);
        Assert.Equal(2, _attempts);
    }

    private static Headers Late => new Headers().Add(DeadLetterHeaders.RetryAt, "9999999999999999");

    private static Func<ConsumerWorkerOptions, ConsumerWorkerOptions> With(RetryPolicy policy) =>
        options => options with { Retry = policy };

    private static PartitionReport ReportOf(WorkerUnderTest worker, TopicPartition partition) =>
        worker.Worker.Report().Partitions.Single(report => report.Partition == partition);

    private static string Text(byte[]? bytes) => Encoding.UTF8.GetString(bytes!);

    private static Task Fail() => Task.FromException(new InvalidOperationException("it is bad"));

    private Task FailAlways(ConsumerRecord<string?, string?> record, CancellationToken cancellationToken)
    {
        _attempts++;
        return Fail();
    }
}
