using Cloud.Client;

namespace Cloud.Unit.Client.Hosting;

/// <summary>A worker that is as the test says.</summary>
internal sealed class FakeWorker(WorkerReport report) : IWorker
{
    public TimeSpan StalledAfter => TimeSpan.FromMinutes(1);

    public Task RunAsync(CancellationToken stopping, CancellationToken timeUp = default) =>
        throw new NotSupportedException();

    public WorkerReport Report() => report;
}
