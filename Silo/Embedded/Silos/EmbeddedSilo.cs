using System.Collections.Concurrent;
using System.Net;
using Cloud.Embedded.Activations;
using Cloud.Embedded.Calls;
using Cloud.Embedded.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Cloud.Embedded.Silos;

/// <summary>One silo: the activations of its grains, and its place in the cluster. Thread-safe.</summary>
internal sealed class EmbeddedSilo : EmbeddedNode, ILocalSiloDetails, IPlacementContext
{
    private readonly ConcurrentDictionary<GrainId, StatelessWorkerGroup> _statelessWorkers = new();
    private readonly List<ActivationScheduler> _frozen = [];
    private readonly HashSet<ISiloStatusListener> _listeners = [];
    private readonly GrainCollectionOptions _collection;

    public EmbeddedSilo(EmbeddedCluster cluster, SiloAddress address, IServiceProvider services, TimeProvider clock)
        : base(cluster, address, clock)
    {
        Services = services;
        var options = services.GetRequiredService<IOptions<ClusterOptions>>().Value;
        ClusterId = options.ClusterId;
        Name = services.GetRequiredService<IOptions<SiloOptions>>().Value.SiloName ?? $"Silo_{address.Generation:X}";
        ResponseTimeout = services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value.ResponseTimeout;
        MembershipOptions = services.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value;
        _collection = services.GetRequiredService<IOptions<GrainCollectionOptions>>().Value;
        Log = services.GetRequiredService<EmbeddedSiloLog>();
    }

    public IServiceProvider Services { get; }

    public string Name { get; }

    public string ClusterId { get; }

    public EmbeddedSiloLog Log { get; }

    public ClusterMembershipOptions MembershipOptions { get; }

    public override TimeSpan ResponseTimeout { get; }

    public TimeSpan ActivationTimeout => _collection.ActivationTimeout;

    public TimeSpan DeactivationTimeout => _collection.DeactivationTimeout;

    public SiloStatus Status => Cluster.Membership.Current.GetSiloStatus(Address);

    public bool IsActive => Status == SiloStatus.Active;

    string ILocalSiloDetails.DnsHostName => Dns.GetHostName();

    SiloAddress ILocalSiloDetails.SiloAddress => Address;

    SiloAddress ILocalSiloDetails.GatewayAddress => Address;

    SiloAddress IPlacementContext.LocalSilo => Address;

    SiloStatus IPlacementContext.LocalSiloStatus => Status;

    // Every silo of the process has every grain class.
    SiloAddress[] IPlacementContext.GetCompatibleSilos(PlacementTarget target) =>
        Cluster.ActiveSilos() is { Length: > 0 } silos
            ? [.. silos.Select(silo => silo.Address)]
            : throw new SiloUnavailableException($"No active silo can take {target.GrainIdentity}.");

    /// <summary>Whether a turn may run. A paused silo remembers who asked; a stopped one does not.</summary>
    public bool MayRun(ActivationScheduler scheduler)
    {
        if (Condition == NodeCondition.Running)
        {
            return true;
        }

        lock (_frozen)
        {
            // Read once: a silo that resumes between two looks would be told to go on and be woken as well.
            var condition = Condition;
            if (condition == NodeCondition.Paused)
            {
                _frozen.Add(scheduler);
            }

            return condition == NodeCondition.Running;
        }
    }

    public override void Resume()
    {
        // Before anything runs, or as soon as the verdict is there.
        if (Condition == NodeCondition.Paused && Status == SiloStatus.Dead)
        {
            StopHost();
            return;
        }

        base.Resume();
        if (Status == SiloStatus.Dead && Condition == NodeCondition.Running)
        {
            StopHost();
        }

        lock (_frozen)
        {
            foreach (var scheduler in _frozen)
            {
                scheduler.Continue();
            }

            _frozen.Clear();
        }
    }

    /// <summary>A silo that runs on after it was declared dead could harm its successors: it ends itself.</summary>
    public void OnDeclaredDead()
    {
        Lose();
        if (Condition == NodeCondition.Running)
        {
            StopHost();
        }
    }

    public Task<SiloAddress> Place(PlacementStrategy strategy, PlacementTarget target)
    {
        var director = Services.GetKeyedService<IPlacementDirector>(strategy.GetType())
            ?? throw new OrleansConfigurationException(
                $"No placement director is registered for {strategy.GetType()}.");
        return director.OnAddActivation(strategy, target, this);
    }

    public StatelessWorkerGroup StatelessWorkers(GrainId grainId, GrainClass grainClass, int workersMax) =>
        _statelessWorkers.GetOrAdd(grainId, id => new StatelessWorkerGroup(this, id, grainClass, workersMax));

    public IEnumerable<Activation> Activations() =>
        Cluster.Directory.Targets.OfType<Activation>()
            .Where(activation => ReferenceEquals(activation.Silo, this))
            .Concat(_statelessWorkers.Values.SelectMany(group => group.Workers()));

    /// <summary>Sends on a call whose activation is gone.</summary>
    public void Forward(GrainCall call)
    {
        if (call.TryForward())
        {
            Cluster.Router.Route(this, call);
        }
        else
        {
            call.Fail(new OrleansMessageRejectionException(
                $"The grain's activations end before they take the message: {call}."));
        }
    }

    /// <summary>Ends every activation with its hooks, for a shutdown in peace.</summary>
    public Task DeactivateAll(CancellationToken cancellationToken)
    {
        var ended = new List<Task>();
        foreach (var activation in Activations())
        {
            ended.Add(activation.Deactivated);
            activation.Deactivate(
                new(DeactivationReasonCode.ShuttingDown, "The silo is shutting down."), cancellationToken);
        }

        return Task.WhenAll(ended).WaitAsync(cancellationToken);
    }

    public bool Subscribe(ISiloStatusListener listener)
    {
        lock (_listeners)
        {
            return _listeners.Add(listener);
        }
    }

    public bool Unsubscribe(ISiloStatusListener listener)
    {
        lock (_listeners)
        {
            return _listeners.Remove(listener);
        }
    }

    public void OnMemberChanged(SiloAddress address, SiloStatus status)
    {
        // On a silo that was killed nothing runs.
        if (Condition == NodeCondition.Stopped)
        {
            return;
        }

        ISiloStatusListener[] listeners;
        lock (_listeners)
        {
            listeners = [.. _listeners];
        }

        foreach (var listener in listeners)
        {
            Notify(listener, address, status);
        }
    }

    private void Notify(ISiloStatusListener listener, SiloAddress address, SiloStatus status)
    {
        try
        {
            listener.SiloStatusChangeNotification(address, status);
        }
        catch (Exception exception)
        {
            // The others must hear of it all the same, and the change must take its course.
            Log.ListenerFailed(exception, address);
        }
    }

    private void StopHost()
    {
        Log.DeclaredDead(Address);
        Stop();
        Services.GetService<IHostApplicationLifetime>()?.StopApplication();
    }
}
