using Microsoft.Extensions.Hosting;

namespace Cloud.Client;

/// <summary>Runs a worker for as long as the host runs.</summary>
internal sealed class ConsumerWorkerService(IWorker worker) : BackgroundService
{
    // For the last commit and for leaving the group, when the host's own time is up.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _timeUp = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var hurry = cancellationToken.Register(_timeUp.Cancel).ConfigureAwait(false);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (ExecuteTask is { } running)
        {
            await Task.WhenAny(running, Task.Delay(Farewell, CancellationToken.None)).ConfigureAwait(false);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _timeUp.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        worker.RunAsync(stoppingToken, _timeUp.Token);
}
