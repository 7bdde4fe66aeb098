using Cloud.Core.Storage.Files;
using Cloud.Protocol;
using Cloud.Simulation.Cluster.Brokers;
using Cloud.Simulation.Disks;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Faults;

/// <summary>Disks that fill up for a while, and disks that fail a write or a flush of a log.</summary>
internal sealed class DiskTrouble(SimulatedCluster cluster)
{
    private World World => cluster.World;

    /// <summary>What has no room is refused, and taken again when space returns.</summary>
    public void FillUp(SimulatedBroker broker)
    {
        World.Note($"{broker.Name}'s disk is full");
        var disk = broker.Disk;
        broker.WasDiskFull = true;
        disk.CapacityBytes = disk.UsedBytes + World.Random.Next(0, 2000);
        World.At(World.Between(300, 2500), () => disk.CapacityBytes = long.MaxValue);
    }

    /// <summary>
    /// One write or flush of a log fails. What it was to write may be there or not; the replica has failed until the
    /// broker's next life has looked at its log.
    /// </summary>
    public void Fail(SimulatedBroker broker)
    {
        var disk = broker.Disk;
        var kind = World.Chance(0.5) ? DiskOperationKind.Flush : DiskOperationKind.Write;
        World.Note($"{broker.Name}'s disk fails at the next {kind}");
        broker.IsDiskAtFault = true;
        disk.Fault = operation =>
        {
            if (operation.Kind != kind || !operation.Path.EndsWith(".log", StringComparison.Ordinal))
            {
                return null;
            }

            disk.Fault = null;
            return StorageErrorKind.DeviceError;
        };
        World.At(World.Between(600, 3000), () =>
        {
            disk.Fault = null;
            broker.Kill(isPowerCut: World.Chance(0.3));
            World.At(World.Between(50, 800), broker.Start);
        });
    }

    /// <summary>
    /// An operator removes the oldest records of a partition, at its leader. Not those that a producer may send again:
    /// a replica that begins beyond them knows nothing of who wrote them, as in Kafka, and would take them twice.
    /// </summary>
    public void DeleteRecords(SimulatedBroker leader, TopicIdPartition partition)
    {
        if (leader.Current is { Process.IsPaused: false } broker
            && broker.Replicas.TryGet(partition, out var view, out _)
            && view.Log is { } log
            && Deletable(partition, view.HighWatermark) is var end
            && end > log.LogStartOffset)
        {
            var before = new Offset(World.Random.NextInt64(log.LogStartOffset.Value, end.Value + 1));
            World.Note($"records of {cluster.NameOf(partition)} before {before} are deleted");
            cluster.Checks.LogOf(partition).DeletedBefore = before;
            broker.Process.Run(() => broker.Replicas.DeleteRecords(partition, before, LeaderEpoch.None));
        }
    }

    private Offset Deletable(TopicIdPartition partition, Offset highWatermark) => cluster.Producers
        .Where(producer => producer.Partition == partition)
        .Aggregate(highWatermark, (end, producer) => Offset.Min(end, producer.FirstUnheard));
}
