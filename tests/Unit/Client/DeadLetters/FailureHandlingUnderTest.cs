using Cloud.Client;
using Cloud.Unit.Client.Workers;

namespace Cloud.Unit.Client.DeadLetters;

/// <summary>The handling of one record, without a worker.</summary>
internal sealed class FailureHandlingUnderTest
{
    private readonly FailureHandling _handling;

    public FailureHandlingUnderTest(RetryPolicy policy)
    {
        var log = WorkerLog.Of(new ConsumerOptions());
        var clock = new ManualClock();
        var backoff = new Backoff(TimeSpan.Zero, TimeSpan.Zero);
        _handling = new(
            policy,
            new RetryRoutes(["orders"], "billing", policy),
            new RecordForwarder(Producer, "billing", backoff, clock, log),
            clock,
            log);
    }

    public FakeProducer Producer { get; } = new();

    public int Attempts { get; private set; }

    public Task Process(Action process)
    {
        var record = WorkerUnderTest.Batch(WorkerUnderTest.P(0), 0, [], "value").Records[0];
        return _handling.Process(
            new([record]),
            (_, _) =>
            {
                Attempts++;
                process();
                return Task.CompletedTask;
            },
            new(CancellationToken.None, CancellationToken.None));
    }
}
