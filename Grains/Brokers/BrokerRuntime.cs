using Cloud.Core.Controller;
using Cloud.Core.Controller.Brokers;
using Cloud.Core.Groups.Hosting;
using Cloud.Core.Partitions;
using Cloud.Core.Partitions.Broker;
using Cloud.Core.Replication;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Manager;
using Cloud.Grains.Storage;

namespace Cloud.Grains.Brokers;

/// <summary>
/// The broker behind a silo's grains, in one life of the silo: its replicas and logs, and the time that passes for
/// them. One in each silo; <see cref="BrokerLifecycle"/> starts and stops it. Thread-safe: what belongs to the broker's
/// scheduler is sent there.
/// </summary>
internal sealed class BrokerRuntime : IMetadataSource, IAsyncDisposable
{
    private readonly TaskScheduler _scheduler = NewScheduler();
    private readonly CancellationTokenSource _ending = new();
    private readonly BrokerSettings _settings;
    private readonly BrokerLog _log;
    private readonly DiskThreads _disk;
    private readonly LogCare _care;
    private readonly BrokerPulse _pulse;
    private Task _ticking = Task.CompletedTask;
    private bool _isEnded;

    public BrokerRuntime(
        BrokerIdentity identity,
        BrokerSettings settings,
        IReplicaTransport transport,
        IBrokerController controller,
        BrokerEvents events,
        TimeProvider clock,
        BrokerLog log)
    {
        (_settings, _log) = (settings, log);
        var files = new RealFileSystem();
        _disk = new(settings.DataFolder.FlushLanesMax + settings.DataFolder.RecoveryParallelism);
        var services = new ReplicaServices(new(identity.BrokerId), transport, controller, events, clock)
        {
            Options = settings.Replication,
        };
        _pulse = new(services.Waitlist, settings, clock);
        var folder = new DataFolder(identity.DataFolder, files, _disk, settings.DataFolder);
        var options = settings.Broker with
        {
            SchedulerOf = static _ => NewScheduler(),
            Compactor = settings.Broker.Compactor ?? new() { KeySecret = CompactionSecret.New() },
        };
        Replicas = new(new LogManager([folder]), services, this, options);
        var registration = new RegisterBroker(
            identity.ClusterId,
            identity.BrokerId,
            identity.DirectoryId,
            identity.Rack,
            identity.Listeners,
            IsUncleanStart: false);
        Member = new(
            Replicas,
            services,
            controller,
            new KnownMetadata(files, identity.DataFolder),
            new BootMark(files, identity.DataFolder, MachineBoot.Id),
            events.Troubles,
            registration)
        {
            ImageChanged = (image, delta) => Groups!.Apply(image, delta),
        };
        Groups = new(Replicas, services, events, settings.Groups with { SchedulerOf = static _ => NewScheduler() });
        _care = new(Replicas, settings, clock, log);
    }

    public BrokerReplicas Replicas { get; }

    public BrokerMember Member { get; }

    public BrokerGroups Groups { get; }

    /// <summary>Recovers the logs and joins the cluster; returns when the broker is in service.</summary>
    public async Task Start(CancellationToken cancellation)
    {
        _ticking = Run(() => _pulse.Run(Tick, _ending.Token));
        await Run(() => Member.Start(cancellation));
        _care.Start();
    }

    /// <summary>A clean end. When the token is cancelled, leaderships are not waited for any longer.</summary>
    public async Task Shutdown(CancellationToken cancellation)
    {
        using var handover = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        handover.CancelAfter(_settings.HandoverMax);
        await _care.Stop();
        await Run(() => Member.Shutdown(handover.Token));
        await Run(Groups.Close);
        await End();
    }

    /// <summary>Sends work to the broker's scheduler.</summary>
    public Task Run(Func<Task> work) => Run(async () =>
    {
        await work();
        return true;
    });

    /// <summary>Sends work to the broker's scheduler.</summary>
    public Task<T> Run<T>(Func<Task<T>> work) => Task.Factory
        .StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler)
        .Unwrap();

    /// <summary>The controller sees by the answer that a delta is missing, and sends everything.</summary>
    public void RequestSnapshot() => _log.MetadataGap();

    /// <summary>Where no shutdown came before, the silo was killed: nothing is flushed, nothing is answered.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isEnded)
        {
            await _care.Stop();
            await Run(Groups.Close);
            await Run(Replicas.Abandon);
            await End();
        }
    }

    private static TaskScheduler NewScheduler() => new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

    private async Task End()
    {
        _isEnded = true;
        await _ending.CancelAsync();
        await _ticking;
        _pulse.Dispose();
        _disk.Dispose();
        _ending.Dispose();
    }

    private async Task Tick()
    {
        try
        {
            await Member.Tick();
            Groups.Tick();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // One that fails must not be the last: time-outs of waiting requests hang on it.
            _log.TickFailed(error);
        }
    }
}
