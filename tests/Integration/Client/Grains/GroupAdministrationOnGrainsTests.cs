using Cloud.Client;
using Cloud.Integration.Brokers;
using Cloud.Integration.Client.Administration;

namespace Cloud.Integration.Client.Grains;

/// <summary>The same administration by grain calls.</summary>
public sealed class GroupAdministrationOnGrainsTests : GroupAdministrationTests
{
    private protected override ITransport? TransportTo(BrokerCluster cluster) => new GrainTransport(cluster.Grains);
}
