using Cloud.Core.Storage.Documents;
using Cloud.Core.Storage.Files;
using Cloud.Gateway;
using Cloud.Grains;
using Cloud.Grains.Brokers;
using Cloud.Grains.Storage;
using Orleans.Configuration;

namespace Cloud.Samples.OrdersInSilo;

/// <summary>Makes the host's silo a broker: one process is web server, grains and Kafka.</summary>
internal static class SiloSetup
{
    public static void AddBroker(this ISiloBuilder silo, BrokerFolder folder)
    {
        var identity = folder.Identity;
        var documents = new DocumentStore(new RealFileSystem(), folder.Documents);
        silo.UseLocalhostClustering(serviceId: "orders", clusterId: identity.ClusterId);
        silo.Configure<SiloOptions>(options => options.SiloName = BrokerSilos.NameOf(identity.BrokerId));
        silo.AddMemoryGrainStorageAsDefault();
        silo.AddFileGrainStorage(CloudGrainsExtensions.ControllerStorageName, documents);
        silo.AddCloudBroker(identity);
        silo.AddKafkaGateway(new GatewayOptions { Listeners = [new(BrokerFolder.ListenerName, folder.KafkaEndPoint)] });
    }
}
