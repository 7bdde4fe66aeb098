using System.Collections.Immutable;
using Cloud.Core.Controller.Elections;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Reassignment;

/// <summary>
/// The first step of a reassignment: the new replicas come in, in their final order, and those to go are marked. The
/// last step is the transition's, once all that stay are in sync. To cancel is to go back to where it came from.
/// </summary>
internal static class ReassignmentPlan
{
    public static bool IsUnderWay(PartitionState partition) =>
        !partition.AddingReplicas.IsEmpty || !partition.RemovingReplicas.IsEmpty;

    /// <summary>The replicas without what a reassignment adds.</summary>
    public static ImmutableArray<BrokerId> OriginalOf(PartitionState partition) =>
        partition.Replicas.RemoveRange(partition.AddingReplicas);

    /// <summary>
    /// What an earlier reassignment was adding, and this one does not want, leaves at once.
    /// </summary>
    public static PartitionChange Towards(PartitionState partition, ImmutableArray<BrokerId> target)
    {
        var original = OriginalOf(partition);
        var removing = original.RemoveRange(target);
        var replicas = target.AddRange(removing);
        return new(partition)
        {
            Replicas = replicas,
            AddingReplicas = target.RemoveRange(original),
            RemovingReplicas = removing,
            Isr = partition.Isr.RemoveAll(member => !replicas.Contains(member)),
        };
    }

    /// <summary>Whether nobody would be left who is known to have all that is committed.</summary>
    public static bool LosesRecords(PartitionChange change) =>
        change.Isr.IsEmpty
        && !change.Current.Elr.Any(member => change.Replicas.Contains(member));
}
