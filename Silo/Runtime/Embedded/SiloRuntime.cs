using Cloud.Grains.Brokers;
using Orleans.Configuration;

namespace Cloud.Silo.Runtime;

/// <summary>The embedded runtime: all silos of the cluster are in this process.</summary>
internal static class SiloRuntime
{
    public const string Name = "the embedded runtime";
    public const int SilosMax = int.MaxValue;
    public const bool HasFaults = true;

    // Silos of one process see each other's end soon: a dead one is declared dead in 1.5 s instead of Orleans' 15.
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromMilliseconds(500);

    public static void Configure(ISiloBuilder silo, BrokerIdentity identity)
    {
        silo.UseLocalhostClustering(
            siloPort: EndpointOptions.DEFAULT_SILO_PORT + identity.BrokerId.Value % 1_000,
            serviceId: "cloud",
            clusterId: identity.ClusterId);
        silo.Configure<ClusterMembershipOptions>(options => options.ProbeTimeout = ProbeTimeout);
    }
}
