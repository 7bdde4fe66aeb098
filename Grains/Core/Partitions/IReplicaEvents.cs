using Cloud.Core.Storage.Maintenance;
using Cloud.Protocol;

namespace Cloud.Core.Partitions;

/// <summary>
/// What a broker's replicas tell its host. Called on the replica's scheduler, a few times per push at most and never
/// per record; implementations only take a note.
/// </summary>
public interface IReplicaEvents
{
    /// <summary>The replica has another role, leader or leader epoch.</summary>
    void LeadershipChanged(TopicIdPartition partition, ReplicaView view);

    /// <summary>More can be read.</summary>
    void HighWatermarkMoved(TopicIdPartition partition, Offset highWatermark);

    /// <summary>
    /// The log has failed or is damaged: the replica neither leads nor follows. The controller must know
    /// (<see cref="Controller.ControllerMachine.ReplicaTroubled"/>), or the replica stays in sync for good.
    /// </summary>
    void LogFailed(TopicIdPartition partition, Exception cause);

    /// <summary>
    /// The replica was told to lead in this epoch and cannot, or not any more: another epoch is needed.
    /// </summary>
    void LeaderResigned(TopicIdPartition partition, LeaderEpoch epoch, string reason);

    /// <summary>
    /// Maintenance met what made no log fail: a full disk, a file that cannot be removed. It goes on and tries again;
    /// people should know. Called where the maintenance is driven from.
    /// </summary>
    void MaintenanceFailed(LogFault fault)
    {
    }
}
