using System.Net;
using Cloud.Embedded.Clusters;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Cloud.Embedded.Clients;

/// <summary>A client of the cluster: it calls, and only its observers are called.</summary>
internal sealed class EmbeddedClient(
    EmbeddedCluster cluster, TimeProvider clock, IOptions<ClientMessagingOptions> messaging)
    : EmbeddedNode(cluster, SiloAddress.New(IPAddress.Loopback, 0, -SiloAddress.AllocateNewGeneration()), clock)
{
    public override TimeSpan ResponseTimeout => messaging.Value.ResponseTimeout;
}
