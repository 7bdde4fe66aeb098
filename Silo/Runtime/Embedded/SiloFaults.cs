using Cloud.Embedded.Clusters;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Silo.Runtime;

/// <summary>Faults of the embedded runtime, for <c>--dev-faults</c>.</summary>
internal static class SiloFaults
{
    public static void Kill(IServiceProvider silo, SiloAddress address) => Of(silo).Kill(address);

    public static void Pause(IServiceProvider silo, SiloAddress address) => Of(silo).Pause(address);

    public static void Resume(IServiceProvider silo, SiloAddress address) => Of(silo).Resume(address);

    private static ClusterFaults Of(IServiceProvider silo) => silo.GetRequiredService<ClusterFaults>();
}
