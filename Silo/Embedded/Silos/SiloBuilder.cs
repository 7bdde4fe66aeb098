using Cloud.Embedded.Activations;
using Cloud.Embedded.Clients;
using Cloud.Embedded.Clusters;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Cloud.Embedded.Silos;

/// <summary>Registers a silo's services with its host, once however often it is asked.</summary>
internal sealed class SiloBuilder(IServiceCollection services, IConfiguration configuration) : ISiloBuilder
{
    public IServiceCollection Services => services;

    public IConfiguration Configuration => configuration;

    public static SiloBuilder For(IServiceCollection services, IConfiguration configuration)
    {
        if (services.FirstOrDefault(service => service.ImplementationInstance is SiloBuilder) is { } registered)
        {
            return (SiloBuilder)registered.ImplementationInstance!;
        }

        ClientBuilder.RefuseBeside<ClientBuilder>(services);
        var builder = new SiloBuilder(services, configuration);
        services.AddSingleton(builder);
        AddSilo(services);
        AddMembership(services);
        AddPlacement(builder);
        return builder;
    }

    private static void AddSilo(IServiceCollection services)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EmbeddedSiloLog>();
        services.AddSingleton(CreateSilo);
        services.AddSingleton<EmbeddedNode>(provider => provider.GetRequiredService<EmbeddedSilo>());
        services.AddSingleton<ILocalSiloDetails>(provider => provider.GetRequiredService<EmbeddedSilo>());
        services.AddSingleton(provider => provider.GetRequiredService<EmbeddedSilo>().Cluster);
        services.AddSingleton(provider => provider.GetRequiredService<EmbeddedCluster>().MemoryStorages);
        services.AddSingleton(provider => new ClusterFaults(provider.GetRequiredService<EmbeddedCluster>()));
        services.AddSingleton<EmbeddedClusterClient>();
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<EmbeddedClusterClient>());
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<EmbeddedClusterClient>());
        services.AddSingleton<IGrainContextAccessor, GrainContextAccessor>();
        services.AddSingleton<ActivationCollector>();
        services.AddSingleton<SiloLifecycle>();
        services.AddSingleton<IHostedService, SiloHostedService>();
    }

    private static void AddMembership(IServiceCollection services)
    {
        services.AddSingleton<IClusterMembershipService, ClusterMembershipService>();
        services.AddSingleton<ISiloStatusOracle, SiloStatusOracle>();
    }

    private static void AddPlacement(SiloBuilder builder)
    {
        builder.AddPlacementDirector<RandomPlacement, RandomPlacementDirector>();
        builder.AddPlacementDirector<PreferLocalPlacement, PreferLocalPlacementDirector>();
        builder.AddPlacementDirector<HashBasedPlacement, HashBasedPlacementDirector>();
    }

    private static EmbeddedSilo CreateSilo(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ClusterOptions>>().Value;
        var endpoint = services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        var clock = services.GetRequiredService<TimeProvider>();
        var address = SiloAddress.New(
            endpoint.AdvertisedIPAddress!, endpoint.SiloPort, SiloAddress.AllocateNewGeneration());
        return EmbeddedCluster.Join(
            options.ServiceId,
            options.ClusterId,
            clock,
            cluster => new EmbeddedSilo(cluster, address, services, clock));
    }
}
