using Cloud.Embedded.Clusters;
using Cloud.Integration.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Cloud.Integration.EmbeddedFaults;

/// <summary>Clusters of the embedded runtime to break, and what tells how they take it.</summary>
internal static class FaultyCluster
{
    public static ClusterFaults Faults(InProcessTestCluster cluster) =>
        cluster.Client.ServiceProvider.GetRequiredService<ClusterFaults>();

    public static Task<InProcessTestCluster> StartSlowToSuspect(Action<ISiloBuilder>? configure = null) =>
        Start(silos: 2, probeTimeout: TimeSpan.FromMinutes(5), configure);

    public static Task<InProcessTestCluster> StartQuickToSuspect(short silos) =>
        Start(silos, probeTimeout: TimeSpan.FromMilliseconds(50));

    public static async Task<string> FindGrainOn(InProcessTestCluster cluster, string silo)
    {
        for (var index = 0; ; index++)
        {
            if (await cluster.Client.GetGrain<IWhereGrain>($"grain {index}").Silo() == silo)
            {
                return $"grain {index}";
            }
        }
    }

    public static async Task UntilDead(InProcessSiloHandle observer, SiloAddress silo)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var membership = observer.ServiceProvider.GetRequiredService<IClusterMembershipService>();
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(timeout.Token))
        {
            if (snapshot.GetSiloStatus(silo) == SiloStatus.Dead)
            {
                return;
            }
        }
    }

    private static Task<InProcessTestCluster> Start(
        short silos, TimeSpan probeTimeout, Action<ISiloBuilder>? configure = null) =>
        RunningCluster.Start(silos, silo =>
        {
            silo.AddPlacementDirector<NamedSiloPlacement, NamedSiloDirector>();
            silo.Configure<ClusterMembershipOptions>(options => options.ProbeTimeout = probeTimeout);
            configure?.Invoke(silo);
        });
}
