using Microsoft.Extensions.Hosting;

namespace Cloud.Silo.Hosting;

/// <summary>A silo's host takes no signals: the process does, and stops its silos in order.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
