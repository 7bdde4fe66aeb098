using Cloud.Core.Groups.Coordinator;
using Cloud.Core.Groups.Hosting;
using Cloud.Core.Partitions;
using Cloud.Core.Partitions.Broker;
using Cloud.Core.Storage.Maintenance;
using Cloud.Protocol;

namespace Cloud.Grains.Brokers;

/// <summary>
/// Writes down what befalls a broker's replicas and groups, and notes what the controller must know of it.
/// </summary>
internal sealed class BrokerEvents(BrokerLog log) : IReplicaEvents, IGroupEvents
{
    public TroubleReports Troubles { get; } = new();

    public void LeadershipChanged(TopicIdPartition partition, ReplicaView view) =>
        log.RoleChanged(partition, view.Role, view.LeaderEpoch);

    public void HighWatermarkMoved(TopicIdPartition partition, Offset highWatermark)
    {
        // Readers who wait are woken by the replica itself.
    }

    public void LogFailed(TopicIdPartition partition, Exception cause)
    {
        log.LogFailed(cause, partition);
        Troubles.LogFailed(partition);
    }

    public void LeaderResigned(TopicIdPartition partition, LeaderEpoch epoch, string reason)
    {
        log.LeaderResigned(partition, epoch, reason);
        Troubles.LeaderResigned(partition, epoch);
    }

    public void MaintenanceFailed(LogFault fault) => log.MaintenanceFailed(fault.Error, fault.Partition);

    public void GroupsLoaded(int partition, LeaderEpoch epoch, ReplayNotes notes) =>
        log.GroupsLoaded(partition, epoch, notes.RecordCount, notes.SkippedCount);

    public void LoadingFailed(int partition, LeaderEpoch epoch, Exception error) =>
        log.GroupsNotLoaded(error, partition, epoch);

    public void GroupsDropped(int partition) => log.GroupsDropped(partition);
}
