using Cloud.Core.Configuration;
using Cloud.Gateway;
using Cloud.Grains;
using Cloud.Grains.Brokers;
using Cloud.Grains.Storage;
using Cloud.Silo.Folders;
using Cloud.Silo.Runtime;
using Cloud.Silo.Startup;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers;

namespace Cloud.Silo.Hosting;

/// <summary>Makes the host of a silo: its own services, sharing only logging and the cluster's documents.</summary>
internal sealed class BrokerHostFactory(
    DataFolder folder,
    ILoggerFactory loggers,
    IOptions<SiloProcessOptions> options,
    BrokerConfig config,
    IOptions<HostOptions> hostOptions)
{
    public BrokerHost Create(BrokerIdentity identity) => new(identity, BuildHost);

    private IHost BuildHost(BrokerIdentity identity)
    {
        var name = BrokerSilos.NameOf(identity.BrokerId);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            ApplicationName = name,
            DisableDefaults = true,
        });
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.Configure<HostOptions>(
            options => options.ShutdownTimeout = hostOptions.Value.ShutdownTimeout);
        builder.UseOrleans(silo =>
        {
            silo.Configure<SiloOptions>(options => options.SiloName = name);
            silo.AddFileGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, folder.Documents);
            silo.AddFileGrainStorage(CloudGrainsExtensions.ControllerStorageName, folder.Documents);
            AddBroker(silo, identity);
            SiloRuntime.Configure(silo, identity);
        });
        return builder.Build();
    }

    private void AddBroker(ISiloBuilder silo, BrokerIdentity identity)
    {
        var listeners = KafkaListeners.BoundBy(identity.BrokerId.Value - options.Value.BrokerId, options.Value);
        var bound = string.Join(',', listeners.Select(listener => $"{listener.Name}://{listener.EndPoint}"));
        var known = config.WithFacts([new(BrokerConfigKeys.Listeners, bound)]);
        silo.AddCloudBroker(identity, known.ToBrokerSettings(), known.ToControllerOptions());
        silo.AddKafkaGateway(known.ToGatewayOptions() with { Listeners = listeners });
    }
}
