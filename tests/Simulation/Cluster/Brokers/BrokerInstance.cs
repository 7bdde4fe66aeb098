using System.Collections.Immutable;
using Cloud.Core.Controller.Brokers;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.Metadata;
using Cloud.Core.Partitions;
using Cloud.Core.Partitions.Broker;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;
using Cloud.Simulation.Cluster.Checks;
using Cloud.Simulation.Worlds;
using BrokerLife = Cloud.Core.Partitions.Broker.BrokerLife;

namespace Cloud.Simulation.Cluster.Brokers;

/// <summary>One life of one broker: the host around <see cref="BrokerReplicas"/>. Runs on its process.</summary>
internal sealed class BrokerInstance : IEndpoint, IReplicaEvents, IMetadataSource
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    private readonly SimulatedCluster _cluster;
    private readonly SimulatedBroker _machine;
    private readonly Dictionary<TopicIdPartition, ReplicaCursor> _cursors = [];
    private readonly ReplicaServices _services;
    private readonly SimulatedClock _clock;
    private bool _isRegistering;

    public BrokerInstance(SimulatedCluster cluster, SimulatedBroker machine)
    {
        (_cluster, _machine) = (cluster, machine);
        Process = cluster.World.AddProcess(machine.Name);
        _clock = new(Process) { Skew = machine.ClockSkew };
        _services = new(
            new BrokerLife(machine.Id),
            new ReplicaLink(cluster, Process),
            new ControllerLink(cluster, Process),
            this,
            _clock)
        {
            Options = cluster.Options.Replication,
            Rules = cluster.Options.Rules,
        };
        var executor = new WorldDiskExecutor(Process, () => machine.DiskDelayMillisecondsMax);
        var folder = new DataFolder("/data", machine.Disk, executor, new());
        var options = cluster.Options.Broker with { TopicDefaults = machine.TopicDefaults };
        Replicas = new(new LogManager([folder]), _services, this, options);
    }

    public BrokerId Id => _machine.Id;

    public SimulatedProcess Process { get; }

    public BrokerReplicas Replicas { get; }

    public IReadOnlyDictionary<string, string> TopicDefaults => _machine.TopicDefaults;

    public BrokerEpoch Epoch => _services.Life.Epoch;

    public TimeProvider Clock => _clock;

    /// <summary>Somebody sets the wall clock while it runs.</summary>
    public void SetClock(TimeSpan skew) => _clock.Skew = skew;

    /// <summary>What this broker tells clients.</summary>
    public MetadataImage Image { get; private set; } = MetadataImage.Empty;

    public ReplicaCursor CursorOf(TopicIdPartition partition)
    {
        Replicas.TryGetReplica(partition, out var replica);
        if (!_cursors.TryGetValue(partition, out var cursor) || cursor.Replica != replica)
        {
            // A replica that was unassigned and assigned again begins with an empty log.
            _cursors[partition] = cursor = new(replica);
        }

        return cursor;
    }

    public void Start() => Process.Run(Serve);

    /// <summary>The controller tells news. The answer is the version that this life has.</summary>
    public async Task<long> Apply(BrokerEpoch epoch, MetadataDelta delta)
    {
        if (_cluster.IsUninformed(Id))
        {
            throw new TimeoutException("the controller's news is lost");
        }

        if (epoch != Epoch && !_cluster.Options.IsMetadataOfFormerLivesTaken)
        {
            // The answer to a registration was lost; the later one counts.
            if (epoch > Epoch && Epoch != BrokerEpoch.None)
            {
                _ = Register();
            }

            throw new InvalidOperationException($"broker {Id} is in epoch {Epoch}, not {epoch}");
        }

        await Replicas.Apply(delta);
        var image = Image.Apply(delta);
        Image = image ?? Image;
        if (!delta.RemovedTopics.IsEmpty)
        {
            _ = ReportDeleted(delta.RemovedTopics);
        }

        return image is null ? 0 : Replicas.MetadataVersion;
    }

    /// <summary>Hands leadership over, then ends cleanly.</summary>
    public async Task<bool> ShutDown()
    {
        for (var attempt = 0; attempt < 10 && !await IsFreeToGo(); attempt++)
        {
            await Task.Delay(RetryPause, _clock);
        }

        await Replicas.Shutdown();
        return true;
    }

    public void LeadershipChanged(TopicIdPartition partition, ReplicaView view)
    {
        _cluster.World.Note($"b{Id} {_cluster.NameOf(partition)} {view.Role} epoch {view.LeaderEpoch} " +
            $"hw {view.HighWatermark} end {view.Log?.LogEndOffset}");
        _cluster.Checks.RoleShown(this, partition, view);
    }

    public void HighWatermarkMoved(TopicIdPartition partition, Offset highWatermark)
    {
        if (Replicas.TryGetReplica(partition, out var replica))
        {
            _cluster.World.Note($"b{Id} {_cluster.NameOf(partition)} hw {highWatermark}");
            _cluster.Checks.HighWatermarkShown(this, partition, replica.View);
        }
    }

    public void LogFailed(TopicIdPartition partition, Exception cause)
    {
        // A log that is to be made on a full disk fails as well, and is made when the controller counts on it no more.
        var isFull = _machine.Disk.CapacityBytes < long.MaxValue;
        _cluster.World.Check(
            _machine.IsDiskAtFault || isFull,
            $"log of {partition.Partition} on broker {Id} failed for no reason: {cause}");
        _cluster.World.Note($"b{Id} {_cluster.NameOf(partition)} log failed: {cause.Message}");
        _cluster.Checks.Promises.Failed(Id.Value, partition);
        Replicas.TryGetReplica(partition, out var replica);
        _ = Report(partition, replica?.State?.LeaderEpoch ?? LeaderEpoch.None, isLogFailed: true);
    }

    public void LeaderResigned(TopicIdPartition partition, LeaderEpoch epoch, string reason)
    {
        _cluster.World.Note($"b{Id} {_cluster.NameOf(partition)} resigned epoch {epoch}: {reason}");
        _cluster.Checks.ResignationCount++;
        _ = Report(partition, epoch, isLogFailed: false);
    }

    public void RequestSnapshot() => _cluster.World.Note($"b{Id} misses metadata");

    private async Task<bool> Serve()
    {
        await Replicas.Start();
        _cluster.World.Note($"b{Id} started, {(Replicas.IsUncleanStart ? "unclean" : "clean")}");
        await Register();
        _clock.CreateTimer(_ => _ = Tick(), null, TickInterval, TickInterval);
        return true;
    }

    private async Task Tick()
    {
        try
        {
            await Replicas.Tick();
        }
        catch (Exception failure)
        {
            // A disk that has failed may fail the host's own files as well: then the process ends.
            _cluster.World.Check(_machine.IsDiskAtFault, $"a tick of broker {Id} failed: {failure}");
        }
    }

    private async Task Register()
    {
        if (_isRegistering)
        {
            return;
        }

        _isRegistering = true;
        var command = new RegisterBroker(
            SimulatedCluster.ClusterId, Id, _machine.DirectoryId, Rack: null, [], Replicas.IsUncleanStart);
        while (true)
        {
            try
            {
                var result = await _cluster.AskController(
                    Process, controller => controller.Host.Decide(machine => machine.RegisterBroker(command)));
                _services.Life.Epoch = result.Value.Epoch;
                _cluster.Checks.Promises.Registered(Id.Value, Epoch);
                _cluster.World.Note($"b{Id} registered as {Epoch}");
                break;
            }
            catch (Exception error) when (SimulatedCluster.IsUnanswered(error))
            {
                await Task.Delay(RetryPause, _clock);
            }
        }

        _isRegistering = false;
    }

    // Until it is answered: nobody else may notice that the replica does nothing.
    private async Task Report(TopicIdPartition partition, LeaderEpoch epoch, bool isLogFailed)
    {
        var isHeard = false;
        while (!isHeard && Replicas.TryGetReplica(partition, out _))
        {
            // A registration may be under way: the report counts for the life that it begins.
            await Task.Delay(RetryPause, _clock);
            var report = new ReplicaTrouble(partition, Id, Epoch, epoch, isLogFailed);
            try
            {
                var result = await _cluster.AskController(
                    Process, controller => controller.Host.Decide(machine => machine.ReplicaTroubled(report)));
                isHeard = result.IsOk;
            }
            catch (Exception error) when (SimulatedCluster.IsUnanswered(error))
            {
                // Asked again.
            }
        }
    }

    private async Task ReportDeleted(ImmutableArray<TopicId> topics)
    {
        var isHeard = false;
        while (!isHeard)
        {
            try
            {
                var (epoch, version) = (Epoch, Replicas.MetadataVersion);
                var result = await _cluster.AskController(
                    Process,
                    controller => controller.Host.Decide(machine => machine.LogsDeleted(Id, epoch, topics, version)));
                isHeard = result.IsOk;
            }
            catch (Exception error) when (SimulatedCluster.IsUnanswered(error))
            {
                // Asked again.
            }

            await Task.Delay(RetryPause, _clock);
        }
    }

    private async Task<bool> IsFreeToGo()
    {
        try
        {
            var epoch = Epoch;
            var left = await _cluster.AskController(
                Process, controller => controller.Host.Decide(machine => machine.ShutDownBroker(Id, epoch)));
            return !left.IsOk || (left.Value == 0 && Replicas.LedCount == 0);
        }
        catch (Exception error) when (SimulatedCluster.IsUnanswered(error))
        {
            return false;
        }
    }
}
