using Cloud.Grains.Brokers;
using Cloud.Grains.Interfaces.Brokers;
using Cloud.Protocol;
using Cloud.Silo.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cloud.Silo.Hosting;

/// <summary>
/// One silo of the process over its lives: each start makes a new host. Changed by <see cref="SiloProcess"/> only, one
/// call at a time; read from anywhere.
/// </summary>
internal sealed class BrokerHost(BrokerIdentity identity, Func<BrokerIdentity, IHost> createHost)
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    private volatile IHost? _host;
    private volatile BrokerCondition _condition = BrokerCondition.Stopped;

    public BrokerIdentity Identity => identity;

    /// <summary>The services of the running silo.</summary>
    public IServiceProvider Services => Running().Services;

    public BrokerCondition Condition => _condition;

    /// <summary>Null while stopped.</summary>
    public SiloAddress? Address { get; private set; }

    public async Task Start(CancellationToken cancellation)
    {
        _condition = BrokerCondition.Starting;
        var host = createHost(identity);
        _host = host;
        try
        {
            await host.StartAsync(cancellation);
        }
        catch
        {
            _host = null;
            _condition = BrokerCondition.Stopped;
            host.Dispose();
            throw;
        }

        Address = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        _condition = BrokerCondition.Running;
    }

    public async Task Stop(CancellationToken cancellation)
    {
        if (_host is not { } host)
        {
            return;
        }

        _condition = BrokerCondition.Stopping;
        try
        {
            await host.StopAsync(cancellation);
        }
        finally
        {
            await Forget(host);
        }
    }

    /// <summary>Everything on the silo stops at once, no hook runs. The other silos find out by themselves.</summary>
    public async Task Kill()
    {
        var host = Running();
        SiloFaults.Kill(host.Services, Address!);
        try
        {
            await host.StopAsync(new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            // A kill has no time for anything.
        }
        finally
        {
            await Forget(host);
        }
    }

    public Task Pause()
    {
        SiloFaults.Pause(Running().Services, Address!);
        _condition = BrokerCondition.Paused;
        return Task.CompletedTask;
    }

    /// <summary>A silo that was declared dead meanwhile stops: it may be started again.</summary>
    public async Task Resume(CancellationToken cancellation)
    {
        var host = Running();
        SiloFaults.Resume(host.Services, Address!);
        _condition = BrokerCondition.Running;
        if (host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            await Stop(cancellation);
        }
    }

    /// <summary>Whether the silo is an active member and its broker answers.</summary>
    public async Task<BrokerHealth> Probe()
    {
        if (_condition != BrokerCondition.Running || _host is not { } host)
        {
            return new(identity.BrokerId.Value, IsReady: false, _condition.ToString().ToLowerInvariant());
        }

        try
        {
            var grain = host.Services.GetRequiredService<IGrainFactory>()
                .GetGrain<IBrokerGrain>(identity.BrokerId.Value);
            var broker = await grain.Describe().WaitAsync(ProbeTimeout);
            return new(identity.BrokerId.Value, broker.IsInService, broker.IsInService ? "ready" : "fenced");
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException or ObjectDisposedException)
        {
            return new(identity.BrokerId.Value, IsReady: false, exception.Message);
        }
    }

    /// <summary>
    /// What this silo's membership says of a broker: its latest life. Null when this silo cannot be asked.
    /// </summary>
    public SiloStatus? StatusOf(BrokerId broker)
    {
        if (_condition != BrokerCondition.Running || _host is not { } host)
        {
            return null;
        }

        var name = BrokerSilos.NameOf(broker);
        return host.Services.GetRequiredService<IClusterMembershipService>().CurrentSnapshot.Members.Values
            .Where(member => member.Name == name)
            .MaxBy(member => member.SiloAddress.Generation)
            ?.Status;
    }

    private IHost Running() => _host
        ?? throw new InvalidOperationException(
            $"Broker {identity.BrokerId} is {_condition.ToString().ToLowerInvariant()}.");

    private async Task Forget(IHost host)
    {
        _host = null;
        Address = null;
        _condition = BrokerCondition.Stopped;
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
