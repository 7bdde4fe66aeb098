using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller;

/// <summary>What holds of every committed partition, checked again whenever a record is replayed.</summary>
internal static class PartitionInvariants
{
    public static void Check(PartitionState partition)
    {
        Invariant.Holds(!partition.Replicas.IsDefaultOrEmpty);
        Invariant.Holds(!partition.HasLeader || partition.Isr.Contains(partition.Leader));
        foreach (var member in partition.Isr)
        {
            Invariant.Holds(partition.Replicas.Contains(member));
            Invariant.Holds(!partition.Elr.Contains(member));
        }

        foreach (var member in partition.Elr)
        {
            Invariant.Holds(partition.Replicas.Contains(member));
        }
    }

    /// <summary>Epochs never go back, and a leader never changes within its epoch.</summary>
    public static void CheckSuccession(PartitionState before, PartitionState after)
    {
        Invariant.Holds(after.Index == before.Index);
        Invariant.Holds(after.PartitionEpoch >= before.PartitionEpoch);
        Invariant.Holds(after.LeaderEpoch >= before.LeaderEpoch);
        Invariant.Holds(after.Leader == before.Leader || after.LeaderEpoch > before.LeaderEpoch);
    }
}
