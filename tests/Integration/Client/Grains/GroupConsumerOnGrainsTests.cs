using Cloud.Client;
using Cloud.Integration.Brokers;
using Cloud.Integration.Client.Consuming;

namespace Cloud.Integration.Client.Grains;

/// <summary>The same consumer by grain calls.</summary>
public sealed class GroupConsumerOnGrainsTests : GroupConsumerTests
{
    private protected override ITransport? TransportTo(BrokerCluster cluster) => new GrainTransport(cluster.Grains);
}
