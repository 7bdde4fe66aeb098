using Orleans.TestingHost;

namespace Cloud.Integration.Runtime;

/// <summary>A cluster for one test, on whichever Orleans runtime was built.</summary>
internal static class RunningCluster
{
    public static async Task<InProcessTestCluster> Start(
        short silos, Action<ISiloBuilder>? configure = null, Action<IClientBuilder>? configureClient = null)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorageAsDefault();
            configure?.Invoke(silo);
        });
        builder.ConfigureClient(client => configureClient?.Invoke(client));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }
}
