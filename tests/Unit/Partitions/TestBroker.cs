using Cloud.Core.Partitions;
using Cloud.Core.Partitions.Broker;
using Cloud.Core.Replication;
using Cloud.Core.Storage.Maintenance;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;
using Cloud.Simulation.Disks;

namespace Cloud.Unit.Partitions;

/// <summary>One life after the other of one broker on one disk.</summary>
internal sealed class TestBroker(TestCluster cluster, int id) : IReplicaEvents, IMetadataSource
{
    public BrokerId Id => new(id);

    public SimulatedDisk Disk { get; } = new(seed: id);

    public SimulatedDiskExecutor Executor { get; private set; } = new(seed: id);

    /// <summary>Null while the broker is down.</summary>
    public BrokerReplicas? Replicas { get; private set; }

    public ReplicaServices Services { get; private set; } = null!;

    public IReplicationRules? Rules { get; set; }

    /// <summary>What was posted to the disk is not done.</summary>
    public bool IsDiskStuck { get; set; }

    public int Life { get; private set; }

    public bool RunDisk() => !IsDiskStuck && Executor.RunOne();

    public List<string> Events { get; } = [];

    public int SnapshotRequestCount { get; private set; }

    public PartitionReplica Replica => Replicas!.Replicas.Single();

    public void Start()
    {
        Life++;
        Executor = new(seed: (id * 100) + Life);
        Services = new(new(Id), cluster.Network.From(Id), cluster.Controller, this, cluster.Clock)
        {
            Options = cluster.Options,
            Rules = Rules ?? IReplicationRules.Standard,
        };
        Services.Life.Epoch = new((Life * 1000) + id);
        var folder = new DataFolder("/data", Disk, Executor, new());
        var replicas = new BrokerReplicas(new LogManager([folder]), Services, this, cluster.BrokerOptions);
        cluster.Run(replicas.Start);
        cluster.Controller.Register(id, (Life * 1000) + id);
        Replicas = replicas;
    }

    public void Shutdown()
    {
        cluster.Run(Replicas!.Shutdown);
        Replicas = null;
    }

    /// <summary>The process dies. With a power cut, what was not flushed is lost in part.</summary>
    public void Crash(bool isPowerCut)
    {
        cluster.Run(Replicas!.Stop);
        Replicas = null;
        Executor.Clear();
        if (isPowerCut)
        {
            Disk.Crash();
        }
    }

    public void LeadershipChanged(TopicIdPartition partition, ReplicaView view) =>
        Events.Add($"{view.Role} {view.LeaderEpoch}");

    public void HighWatermarkMoved(TopicIdPartition partition, Offset highWatermark)
    {
    }

    public void LogFailed(TopicIdPartition partition, Exception cause) => Events.Add("log failed");

    public void LeaderResigned(TopicIdPartition partition, LeaderEpoch epoch, string reason) =>
        Events.Add($"resigned {epoch}");

    public void MaintenanceFailed(LogFault fault) => Events.Add($"maintenance failed: {fault.Partition}");

    public void RequestSnapshot() => SnapshotRequestCount++;
}
