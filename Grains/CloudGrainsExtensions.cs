using Cloud.Core.Controller;
using Cloud.Core.Controller.Configs;
using Cloud.Core.Controller.Documents;
using Cloud.Core.Controller.Hosting;
using Cloud.Core.Replication;
using Cloud.Grains.Brokers;
using Cloud.Grains.Configs;
using Cloud.Grains.Controller;
using Cloud.Grains.Groups;
using Cloud.Grains.Interfaces.Configs;
using Cloud.Grains.Interfaces.Groups;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Grains.Metadata;
using Cloud.Grains.Partitions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cloud.Grains;

/// <summary>What a silo needs to run Cloud's grains.</summary>
public static class CloudGrainsExtensions
{
    /// <summary>
    /// The name under which the silo registers the grain storage of the controller's documents. It is durable, shared
    /// by all silos of the cluster, and checks ETags.
    /// </summary>
    public const string ControllerStorageName = ControllerStorage.ProviderName;

    /// <summary>Makes the silo a broker. Its name must be <see cref="BrokerSilos.NameOf"/> the broker's id.</summary>
    public static ISiloBuilder AddCloudBroker(
        this ISiloBuilder builder,
        BrokerIdentity identity,
        BrokerSettings? settings = null,
        ControllerOptions? controller = null)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(identity);
        services.AddSingleton(settings ?? new BrokerSettings());
        AddBroker(services);
        AddController(services, controller ?? new ControllerOptions());
        return builder
            .AddPlacementDirector<BrokerPlacement, BrokerPlacementDirector>()
            .AddPlacementDirector<ReplicaPlacement, ReplicaPlacementDirector>()
            .AddPlacementDirector<ConsumerGroupPlacement, ConsumerGroupPlacementDirector>();
    }

    private static void AddBroker(IServiceCollection services)
    {
        services.AddSingleton<BrokerLog>();
        services.AddSingleton<BrokerEvents>();
        services.AddSingleton<IReplicaTransport, GrainReplicaTransport>();
        services.AddSingleton<IBrokerController, GrainBrokerController>();
        services.AddSingleton<BrokerRuntime>();
        services.AddSingleton<MembershipWatch>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, BrokerLifecycle>();
        services.AddSingleton<LocalPartitions>();
        services.AddSingleton<ILocalPartitions>(provider => provider.GetRequiredService<LocalPartitions>());
        services.AddSingleton<IProducerIds, ProducerIds>();
        services.AddSingleton<GroupPlaces>();
        services.AddSingleton<GroupInstruments>();
        services.AddSingleton<GroupLagWatch>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
            provider => provider.GetRequiredService<GroupLagWatch>());
        services.AddSingleton<LocalGroups>();
        services.AddSingleton<ILocalGroups>(provider => provider.GetRequiredService<LocalGroups>());
        services.AddSingleton<IClusterMetadata, ClusterMetadata>();
        services.AddSingleton<IConfigCatalogue, ConfigCatalogue>();
    }

    private static void AddController(IServiceCollection services, ControllerOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<ITopicRules>(provider =>
            new TopicRules(provider.GetRequiredService<BrokerSettings>().Broker.TopicDefaults));
        services.AddSingleton<IControllerStore, ControllerStorage>();
        services.AddSingleton<IBrokerLink, GrainBrokerLink>();
    }
}
