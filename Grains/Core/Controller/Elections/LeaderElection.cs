using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Elections;

/// <summary>
/// Chooses a partition's leader: who leads stays if it may; else the first assigned replica that is alive and in sync,
/// else, with an empty ISR, in the ELR; else nobody, unless losing records is allowed. Brokers that are being drained
/// come last among their equals.
/// </summary>
internal static class LeaderElection
{
    private const int ResignedRank = 4;
    private const int DrainingRank = 2;
    private const int AddingRank = 1;

    public static ElectionResult Run(
        PartitionChange target, ImmutableArray<BrokerId> elr, BrokerView brokers, PartitionRules rules)
    {
        var clean = Clean(target, elr, brokers);
        return clean == BrokerId.None && MayBeUnclean(target, elr, rules)
            ? Unclean(target, brokers)
            : new(clean, IsUnclean: false);
    }

    private static BrokerId Clean(PartitionChange target, ImmutableArray<BrokerId> elr, BrokerView brokers)
    {
        var leader = target.Current.Leader;
        var preferred = target.Replicas[0];
        if (target.Election is ElectionKind.Preferred && IsFree(preferred) && target.Isr.Contains(preferred))
        {
            return preferred;
        }

        if (IsFree(leader) && target.Isr.Contains(leader) && leader != target.ResignedBroker)
        {
            return leader;
        }

        var inSync = Best(target, target.Isr, brokers);
        if (inSync != BrokerId.None && !brokers.IsDraining(inSync))
        {
            return inSync;
        }

        // Nobody better is in sync: whoever leads goes on while it runs, be it drained or shutting down.
        if (target.Isr.Contains(leader) && brokers.IsRunning(leader))
        {
            return leader;
        }

        return target.Isr.IsEmpty ? Best(target, elr, brokers) : inSync;

        bool IsFree(BrokerId broker) => brokers.IsActive(broker) && !brokers.IsDraining(broker);
    }

    /// <summary>
    /// Of a partition with one replica, that replica has as much as anybody ever will: it may lead again once it is
    /// back. With more of them, the operator decides who (F06), or has decided by a setting.
    /// </summary>
    private static bool MayBeUnclean(PartitionChange target, ImmutableArray<BrokerId> elr, PartitionRules rules) =>
        target.Election is ElectionKind.Unclean
        || rules.IsUncleanElectionEnabled
        || (target.Replicas.Length == 1 && target.Isr.IsEmpty && elr.IsEmpty);

    private static ElectionResult Unclean(PartitionChange target, BrokerView brokers)
    {
        // Who led last has acknowledged most.
        var last = target.Current.HasLeader ? target.Current.Leader : target.Current.LastKnownLeader;
        var candidates = target.UncleanBroker == target.ResignedBroker
            ? target.Replicas.Remove(target.UncleanBroker)
            : target.Replicas;
        var leader = brokers.IsActive(last) && candidates.Contains(last) ? last : Best(target, candidates, brokers);
        return new(leader, IsUnclean: leader != BrokerId.None);
    }

    private static BrokerId Best(PartitionChange target, ImmutableArray<BrokerId> candidates, BrokerView brokers)
    {
        var best = BrokerId.None;
        var bestRank = int.MaxValue;
        foreach (var replica in target.Replicas)
        {
            if (!brokers.IsActive(replica) || !candidates.Contains(replica))
            {
                continue;
            }

            var rank = (replica == target.ResignedBroker ? ResignedRank : 0)
                + (brokers.IsDraining(replica) ? DrainingRank : 0)
                + (target.AddingReplicas.Contains(replica) ? AddingRank : 0);
            if (rank < bestRank)
            {
                (best, bestRank) = (replica, rank);
            }
        }

        return best;
    }
}
