using Cloud.Embedded.Clusters;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace Cloud.Embedded.Clients;

/// <summary>Connects a client with its host's start and disconnects it with its stop.</summary>
internal sealed class ClientHostedService(EmbeddedNode client) : IHostedService
{
    /// <exception cref="SiloUnavailableException">The cluster has no active silo.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        client.Cluster.AnyActiveSilo();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        client.Stop();
        return Task.CompletedTask;
    }
}
