using Cloud.Core.Partitions;
using Cloud.Protocol;

namespace Cloud.Simulation.Cluster.Checks;

/// <summary>How far one replica, in one life of its broker, was looked at.</summary>
internal sealed class ReplicaCursor(PartitionReplica? replica)
{
    public PartitionReplica? Replica => replica;

    public Offset Checked { get; set; } = Offset.Zero;

    public LeaderEpoch Epoch { get; set; } = LeaderEpoch.None;

    public Offset HighWatermark { get; set; } = Offset.Zero;

    public bool IsFirstLook { get; set; } = true;
}
