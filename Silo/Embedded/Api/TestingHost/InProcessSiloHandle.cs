using Cloud.Embedded.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orleans.TestingHost;

/// <summary>A silo that runs in this process, in a host of its own.</summary>
public class InProcessSiloHandle : SiloHandle
{
    private bool _isActive = true;

    public IHost SiloHost { get; init; } = null!;

    public IServiceProvider ServiceProvider => SiloHost.Services;

    public override bool IsActive => _isActive;

    /// <summary>Gracefully as a shutdown; else as a crash that the others see at once.</summary>
    public override async Task StopSiloAsync(bool stopGracefully)
    {
        if (!_isActive)
        {
            return;
        }

        _isActive = false;
        if (stopGracefully)
        {
            await SiloHost.StopAsync();
            return;
        }

        ServiceProvider.GetRequiredService<ClusterFaults>().Kill(SiloAddress);
        ServiceProvider.GetRequiredService<EmbeddedCluster>().DeclareDead(SiloAddress);
        await SiloHost.StopAsync(new CancellationToken(canceled: true));
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await StopSiloAsync(stopGracefully: true);
        if (SiloHost is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
