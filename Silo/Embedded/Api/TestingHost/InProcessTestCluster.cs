using System.Collections.ObjectModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>Silos in this process and a client of them, for tests.</summary>
public sealed class InProcessTestCluster : IDisposable, IAsyncDisposable
{
    private const int SiloPortFirst = 11111;
    private const int GatewayPortFirst = 30000;

    private readonly List<InProcessSiloHandle> _silos = [];
    private IHost? _clientHost;
    private int _siloCount;

    internal InProcessTestCluster(InProcessTestClusterOptions options)
    {
        Options = options;
    }

    public InProcessTestClusterOptions Options { get; }

    public ReadOnlyCollection<InProcessSiloHandle> Silos
    {
        get
        {
            lock (_silos)
            {
                return _silos.ToArray().AsReadOnly();
            }
        }
    }

    public IClusterClient Client => _clientHost?.Services.GetRequiredService<IClusterClient>()
        ?? throw new InvalidOperationException("The cluster has no client: deploy it first.");

    /// <summary>Starts the silos and the client.</summary>
    public Task DeployAsync() => DeployAsync(CancellationToken.None);

    /// <inheritdoc cref="DeployAsync()"/>
    /// <param name="cancellationToken">
    /// Given up with it: what has started by then runs until the cluster is disposed.
    /// </param>
    public async Task DeployAsync(CancellationToken cancellationToken)
    {
        for (var count = 0; count < Options.InitialSilosCount; count++)
        {
            await StartAsync((short)_siloCount++, cancellationToken);
        }

        if (Options.InitializeClientOnDeploy)
        {
            await StartClientAsync(cancellationToken);
        }
    }

    public Task InitializeClientAsync() => StartClientAsync(CancellationToken.None);

    /// <summary>The services of a silo; of any when none is named.</summary>
    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) => silo is null
        ? Silos[0].ServiceProvider
        : GetSiloForAddress(silo)?.ServiceProvider
            ?? throw new ArgumentException($"{silo} is not running.", nameof(silo));

    public InProcessSiloHandle? GetSiloForAddress(SiloAddress siloAddress) =>
        Silos.FirstOrDefault(silo => silo.SiloAddress.Equals(siloAddress));

    public IEnumerable<InProcessSiloHandle> GetActiveSilos() => Silos.Where(silo => silo.IsActive);

    public async Task<List<InProcessSiloHandle>> StartSilosAsync(int silosToStart)
    {
        var started = new List<InProcessSiloHandle>();
        for (var count = 0; count < silosToStart; count++)
        {
            started.Add(await StartAdditionalSiloAsync());
        }

        return started;
    }

    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync() => await StartAsync((short)_siloCount++);

    /// <summary>Stops a silo in peace and starts it again: same name and port, new generation.</summary>
    public async Task<InProcessSiloHandle?> RestartSiloAsync(InProcessSiloHandle instance)
    {
        await StopSiloAsync(instance);
        return await StartAsync(instance.InstanceNumber);
    }

    public async Task StopSiloAsync(InProcessSiloHandle instance) => await StopAsync(instance, stopGracefully: true);

    /// <summary>Stops a silo as a crash would.</summary>
    public async Task KillSiloAsync(InProcessSiloHandle instance) => await StopAsync(instance, stopGracefully: false);

    public async Task StopClusterClientAsync()
    {
        if (_clientHost is { } host)
        {
            _clientHost = null;
            await host.StopAsync();
            host.Dispose();
        }
    }

    public async Task StopSilosAsync()
    {
        foreach (var silo in Silos)
        {
            await StopSiloAsync(silo);
        }
    }

    public async Task StopAllSilosAsync()
    {
        await StopClusterClientAsync();
        await StopSilosAsync();
    }

    /// <summary>Returns when every silo knows of every other's death. Here they learn it at once.</summary>
    public Task WaitForLivenessToStabilizeAsync(bool didKill = false) => Task.CompletedTask;

    public async ValueTask DisposeAsync() => await StopAllSilosAsync();

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static HostApplicationBuilder CreateHostBuilder(string name) =>
        new(new HostApplicationBuilderSettings { ApplicationName = name, DisableDefaults = true });

    private async Task StartClientAsync(CancellationToken cancellationToken)
    {
        var builder = CreateHostBuilder("TestClusterClient");
        builder.UseOrleansClient(client => client.Configure<ClusterOptions>(NameCluster));
        foreach (var configure in Options.ClientHostConfigurationDelegates)
        {
            configure(builder);
        }

        _clientHost = builder.Build();
        await _clientHost.StartAsync(cancellationToken);
    }

    private async Task<InProcessSiloHandle> StartAsync(short instance, CancellationToken cancellationToken = default)
    {
        var options = new InProcessTestSiloSpecificOptions
        {
            SiloName = $"Silo_{instance}",
            SiloPort = SiloPortFirst + instance,
            GatewayPort = GatewayPortFirst + instance,
        };
        var builder = CreateHostBuilder(options.SiloName);
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(NameCluster)
            .Configure<SiloOptions>(silo => silo.SiloName = options.SiloName)
            .Configure<EndpointOptions>(endpoint =>
            {
                endpoint.SiloPort = options.SiloPort;
                endpoint.GatewayPort = options.GatewayPort;
            }));
        foreach (var configure in Options.SiloHostConfigurationDelegates)
        {
            configure(options, builder);
        }

        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch
        {
            host.Dispose();
            throw;
        }

        var handle = new InProcessSiloHandle
        {
            SiloHost = host,
            InstanceNumber = instance,
            Name = options.SiloName,
            SiloAddress = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress,
        };
        lock (_silos)
        {
            _silos.Add(handle);
        }

        return handle;
    }

    private async Task StopAsync(InProcessSiloHandle silo, bool stopGracefully)
    {
        lock (_silos)
        {
            _silos.Remove(silo);
        }

        await silo.StopSiloAsync(stopGracefully);
        await silo.DisposeAsync();
    }

    private void NameCluster(ClusterOptions options)
    {
        options.ClusterId = Options.ClusterId;
        options.ServiceId = Options.ServiceId;
    }
}
