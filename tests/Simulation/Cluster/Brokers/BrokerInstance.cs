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

/// <summary>
/// One life of one broker: what a silo has around <see cref="BrokerMember"/>. Takes notes of what replicas show, and
/// has it checked. Runs on its process.
/// </summary>
internal sealed class BrokerInstance : IEndpoint, IReplicaEvents, IMetadataSource
{
    private const string Folder = "/data";
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan HandoverMax = TimeSpan.FromSeconds(2);

    private readonly SimulatedCluster _cluster;
    private readonly SimulatedBroker _machine;
    private readonly Dictionary<TopicIdPartition, ReplicaCursor> _cursors = [];
    private readonly TroubleReports _troubles = new();
    private readonly ReplicaServices _services;
    private readonly LogManager _logs;
    private readonly BrokerMember _member;
    private readonly SimulatedClock _clock;

    public BrokerInstance(SimulatedCluster cluster, SimulatedBroker machine)
    {
        (_cluster, _machine) = (cluster, machine);
        Process = cluster.World.AddProcess(machine.Name);
        _clock = new(Process) { Skew = machine.ClockSkew };
        var controller = new ControllerLink(cluster, Process);
        _services = new(new BrokerLife(machine.Id), new ReplicaLink(cluster, Process), controller, this, _clock)
        {
            Options = cluster.Options.Replication,
            Rules = cluster.Options.Rules,
        };
        var executor = new WorldDiskExecutor(Process, () => machine.DiskDelayMillisecondsMax);
        _logs = new([new DataFolder(Folder, machine.Disk, executor, new())]);
        var options = cluster.Options.Broker with { TopicDefaults = machine.TopicDefaults };
        Replicas = new(_logs, _services, this, options);
        var registration = new RegisterBroker(
            SimulatedCluster.ClusterId, Id, machine.DirectoryId, Rack: null, [], IsUncleanStart: false);
        var known = new KnownMetadata(machine.Disk, Folder);
        var boot = new BootMark(machine.Disk, Folder, machine.BootId);
        _member = new(Replicas, _services, controller, known, boot, _troubles, registration);
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
    public MetadataImage Image => _member.Image;

    /// <summary>Logs on its disk of topics that are not there any more, by their names.</summary>
    public IEnumerable<string> LogsOfNobody() => _logs.Partitions
        .Where(name => _logs.FolderOf(name)?.TopicIdOf(name) is { } owner
            && _cluster.Topics.All(topic => topic.Id != owner))
        .Select(name => name.ToString());

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
    public Task<long> Apply(BrokerEpoch epoch, MetadataDelta delta) =>
        _cluster.IsUninformed(Id) ? throw new TimeoutException("the controller's news is lost")
        : _member.Apply(_cluster.Options.IsMetadataOfFormerLivesTaken ? Epoch : epoch, delta);

    /// <summary>Hands leadership over, then ends cleanly.</summary>
    public async Task<bool> ShutDown()
    {
        using var handover = new CancellationTokenSource(HandoverMax, _clock);
        await _member.Shutdown(handover.Token);
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
        _cluster.World.Check(
            _machine.IsDiskAtFault || _machine.WasDiskFull,
            $"log of {partition.Partition} on broker {Id} failed for no reason: {cause}");
        _cluster.World.Note($"b{Id} {_cluster.NameOf(partition)} log failed: {cause.Message}");
        _cluster.Checks.Promises.Failed(Id.Value, partition);
        _troubles.LogFailed(partition);
    }

    public void LeaderResigned(TopicIdPartition partition, LeaderEpoch epoch, string reason)
    {
        _cluster.World.Note($"b{Id} {_cluster.NameOf(partition)} resigned epoch {epoch}: {reason}");
        _cluster.Checks.ResignationCount++;
        _troubles.LeaderResigned(partition, epoch);
    }

    public void RequestSnapshot() => _cluster.World.Note($"b{Id} misses metadata");

    private async Task<bool> Serve()
    {
        _clock.CreateTimer(_ => _ = Tick(), null, TickInterval, TickInterval);
        try
        {
            await _member.Start(CancellationToken.None);
        }
        catch (RegistrationRefusedException refusal)
        {
            _cluster.World.Check(false, $"broker {Id} is refused: {refusal.Message}");
        }

        return true;
    }

    private async Task Tick()
    {
        try
        {
            await _member.Tick();
        }
        catch (Exception failure)
        {
            // A disk that has failed may fail the host's own files as well: then the process ends.
            _cluster.World.Check(_machine.IsDiskAtFault, $"a tick of broker {Id} failed: {failure}");
        }
    }
}
