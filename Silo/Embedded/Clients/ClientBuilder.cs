using Cloud.Embedded.Clusters;
using Cloud.Embedded.Silos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Cloud.Embedded.Clients;

/// <summary>Registers a client's services with its host, once however often it is asked.</summary>
internal sealed class ClientBuilder(IServiceCollection services, IConfiguration configuration) : IClientBuilder
{
    public IServiceCollection Services => services;

    public IConfiguration Configuration => configuration;

    public static ClientBuilder For(IServiceCollection services, IConfiguration configuration)
    {
        if (services.FirstOrDefault(service => service.ImplementationInstance is ClientBuilder) is { } registered)
        {
            return (ClientBuilder)registered.ImplementationInstance!;
        }

        RefuseBeside<SiloBuilder>(services);
        var builder = new ClientBuilder(services, configuration);
        services.AddSingleton(builder);
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EmbeddedNode>(CreateClient);
        services.AddSingleton(provider => new ClusterFaults(provider.GetRequiredService<EmbeddedNode>().Cluster));
        services.AddSingleton<EmbeddedClusterClient>();
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<EmbeddedClusterClient>());
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<EmbeddedClusterClient>());
        services.AddSingleton<IHostedService, ClientHostedService>();
        return builder;
    }

    /// <summary>A host is a silo, which can do what a client can, or a client.</summary>
    internal static void RefuseBeside<TBuilder>(IServiceCollection services)
    {
        if (services.Any(service => service.ImplementationInstance is TBuilder))
        {
            throw new OrleansConfigurationException(
                "A host takes UseOrleans or UseOrleansClient, not both: a silo's services have a "
                + "cluster client already.");
        }
    }

    private static EmbeddedClient CreateClient(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ClusterOptions>>().Value;
        var clock = services.GetRequiredService<TimeProvider>();
        return EmbeddedCluster.Join(
            options.ServiceId,
            options.ClusterId,
            clock,
            cluster => ActivatorUtilities.CreateInstance<EmbeddedClient>(services, cluster, clock));
    }
}
