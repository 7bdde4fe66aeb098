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
            silo.AddCloudBroker(identity);
            silo.AddKafkaGateway(KafkaListeners.GatewayOptionsOf(identity, options.Value));
            SiloRuntime.Configure(silo, identity);
        });
        return builder.Build();
    }
}
