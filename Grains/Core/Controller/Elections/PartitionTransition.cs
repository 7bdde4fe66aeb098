using System.Collections.Immutable;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Elections;

/// <summary>
/// The one place where a partition's next state is made: who is in sync, who is eligible, who leads, and which epochs
/// grow. Every command that touches a partition goes through here, so that the rules hold whatever the reason was.
/// </summary>
internal static class PartitionTransition
{
    /// <summary>The next state; the very same object when nothing changes.</summary>
    public static PartitionState Apply(PartitionChange change, BrokerView brokers, PartitionRules rules)
    {
        change = Judge(change, rules);
        var target = CompleteReassignment(change with { Isr = ServingIsr(change, brokers) });
        var isInSyncEnough = target.Isr.Length >= EffectiveMinIsr(target, rules);
        var elr = isInSyncEnough ? [] : EligibleReplicas(target);
        var election = LeaderElection.Run(target, elr, brokers, rules);
        return Next(target, elr, election, rules);
    }

    // Where everything that was acknowledged had been flushed, a crash has lost none of it.
    private static PartitionChange Judge(PartitionChange change, PartitionRules rules) =>
        rules.IsWriteCached && change.CrashedBroker != BrokerId.None
            ? change with { UncleanBroker = change.CrashedBroker }
            : change;

    /// <summary>
    /// Fenced brokers are in no ISR. One that shuts down leaves it as soon as somebody else is there to go on.
    /// </summary>
    private static ImmutableArray<BrokerId> ServingIsr(PartitionChange change, BrokerView brokers)
    {
        var hasActive = false;
        var leaving = 0;
        foreach (var member in change.Isr)
        {
            var isActive = brokers.IsActive(member) && member != change.UncleanBroker;
            hasActive |= isActive;
            leaving += isActive ? 0 : 1;
        }

        if (leaving == 0)
        {
            return change.Isr;
        }

        return change.Isr.RemoveAll(member =>
            member == change.UncleanBroker || (hasActive ? !brokers.IsActive(member) : !brokers.IsRunning(member)));
    }

    /// <summary>
    /// A reassignment is complete when everybody who is to stay is in sync; then those who are to go leave.
    /// </summary>
    private static PartitionChange CompleteReassignment(PartitionChange target)
    {
        if (target.AddingReplicas.IsEmpty && target.RemovingReplicas.IsEmpty)
        {
            return target;
        }

        var replicas = target.Replicas.RemoveRange(target.RemovingReplicas);
        var isr = target.Isr.RemoveRange(target.RemovingReplicas);
        foreach (var replica in replicas)
        {
            if (!isr.Contains(replica))
            {
                return target;
            }
        }

        return target with { Replicas = replicas, Isr = isr, AddingReplicas = [], RemovingReplicas = [] };
    }

    /// <summary>
    /// <c>min.insync.replicas</c>, but no more than there are replicas before and after a reassignment. Too low a value
    /// only empties the ELR early; too high a one would keep members that miss what was committed since.
    /// </summary>
    private static int EffectiveMinIsr(PartitionChange target, PartitionRules rules)
    {
        var before = target.Replicas.Length - target.AddingReplicas.Length;
        var after = target.Replicas.Length - target.RemovingReplicas.Length;
        return Math.Max(1, Math.Min(rules.MinInSyncReplicas, Math.Min(before, after)));
    }

    /// <summary>
    /// KIP-966: who leaves the ISR while it is too small to commit anything has all that is committed, and stays so
    /// until the ISR is large enough again, unless its disk has lost something.
    /// </summary>
    private static ImmutableArray<BrokerId> EligibleReplicas(PartitionChange target)
    {
        var current = target.Current;
        var eligible = ImmutableArray.CreateBuilder<BrokerId>(target.Replicas.Length);
        foreach (var replica in target.Replicas)
        {
            var had = current.Isr.Contains(replica) || current.Elr.Contains(replica);
            if (had && replica != target.UncleanBroker && !target.Isr.Contains(replica))
            {
                eligible.Add(replica);
            }
        }

        return eligible.ToImmutable();
    }

    private static PartitionState Next(
        PartitionChange target, ImmutableArray<BrokerId> elr, ElectionResult election, PartitionRules rules)
    {
        var current = target.Current;
        var isr = election.Leader == BrokerId.None || target.Isr.Contains(election.Leader)
            ? InReplicaOrder(target)
            : [election.Leader];
        if (election.IsUnclean || isr.Length >= EffectiveMinIsr(target, rules))
        {
            elr = [];
        }

        var hasLeader = election.Leader != BrokerId.None;
        var goesOn = election.Leader == current.Leader
            && !(hasLeader && current.Leader == target.ResignedBroker)
            && !target.IsLeaderEpochDue
            && !IsReplicaLeaving(target);
        var next = current with
        {
            Replicas = Same(current.Replicas, target.Replicas),
            Leader = election.Leader,
            LeaderEpoch = goesOn ? current.LeaderEpoch : current.LeaderEpoch.Next(),
            Isr = Same(current.Isr, isr),
            Elr = Same(current.Elr, elr.Remove(election.Leader)),
            LastKnownLeader = hasLeader ? BrokerId.None : current.HasLeader ? current.Leader : current.LastKnownLeader,
            IsRecovering = election.IsUnclean || target.IsRecovering,
            AddingReplicas = Same(current.AddingReplicas, target.AddingReplicas),
            RemovingReplicas = Same(current.RemovingReplicas, target.RemovingReplicas),
        };

        // Arrays that are equal were replaced by the old ones above, so that records compare by content.
        return next == current && !target.IsEpochDue
            ? current
            : next with { PartitionEpoch = current.PartitionEpoch.Next() };
    }

    // Its log is deleted. If it is assigned again, a leader that did not hear of that would take it for who it was.
    private static bool IsReplicaLeaving(PartitionChange target)
    {
        foreach (var replica in target.Current.Replicas)
        {
            if (!target.Replicas.Contains(replica))
            {
                return true;
            }
        }

        return false;
    }

    private static ImmutableArray<BrokerId> InReplicaOrder(PartitionChange target) =>
        target.Isr.Length <= 1 ? target.Isr : target.Replicas.RemoveAll(replica => !target.Isr.Contains(replica));

    private static ImmutableArray<BrokerId> Same(ImmutableArray<BrokerId> current, ImmutableArray<BrokerId> next) =>
        current.AsSpan().SequenceEqual(next.AsSpan()) ? current : next;
}
