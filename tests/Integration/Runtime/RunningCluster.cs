using Orleans.Configuration;
using Orleans.TestingHost;

namespace Cloud.Integration.Runtime;

/// <summary>A cluster for one test, on whichever Orleans runtime was built.</summary>
internal static class RunningCluster
{
    private static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(2);

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

    /// <summary>One silo on which no call may take long: for tests of calls that never end.</summary>
    public static Task<InProcessTestCluster> StartImpatient(TimeSpan? responseTimeout = null)
    {
        var timeout = responseTimeout ?? ShortTimeout;
        return Start(
            silos: 1,
            silo => silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = timeout),
            client => client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = timeout));
    }
}
