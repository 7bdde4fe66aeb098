using Cloud.Grains.Brokers;

namespace Cloud.Silo.Runtime;

/// <summary>Microsoft Orleans: one silo per process.</summary>
internal static class SiloRuntime
{
    public const string Name = "Microsoft Orleans";
    public const int SilosMax = 1;
    public const bool HasFaults = false;

    // Ports of this machine only, until a clustering provider is chosen by configuration.
    private const int SiloPortFirst = 11111;
    private const int GatewayPortFirst = 30000;
    private const int PortsMax = 1_000;

    public static void Configure(ISiloBuilder silo, BrokerIdentity identity) => silo.UseLocalhostClustering(
        siloPort: SiloPortFirst + identity.BrokerId.Value % PortsMax,
        gatewayPort: GatewayPortFirst + identity.BrokerId.Value % PortsMax,
        serviceId: "cloud",
        clusterId: identity.ClusterId);
}
