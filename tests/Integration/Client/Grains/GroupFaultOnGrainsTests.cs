using Cloud.Client;
using Cloud.Integration.Brokers;
using Cloud.Integration.Client.Consuming;

namespace Cloud.Integration.Client.Grains;

/// <summary>The same group's members by grain calls.</summary>
public sealed class GroupFaultOnGrainsTests : GroupFaultTests
{
    private protected override ITransport? TransportTo(BrokerCluster cluster) => new GrainTransport(cluster.Grains);
}
