using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller.Placement;

/// <summary>
/// Chooses brokers for new partitions: replicas and leaders of the topic spread evenly, the replicas of a partition on
/// as many racks as there are, then the less loaded broker, then chance. Brokers that are fenced or drained are used
/// only when the replication factor cannot be reached without. A pure function of request and random numbers.
/// </summary>
internal static class ReplicaPlacer
{
    public static Result<ImmutableArray<ImmutableArray<BrokerId>>> Place(PlacementRequest request, Random random)
    {
        var candidates = Candidates(request);
        if (request.ReplicationFactor > candidates.Length)
        {
            return Failed(
                $"The replication factor {request.ReplicationFactor} is more than the {candidates.Length} brokers " +
                "that are registered.");
        }

        if (!candidates.Any(candidate => candidate.MayLead))
        {
            return Failed("No broker is in service: all are fenced or shutting down.");
        }

        var assignments = ImmutableArray.CreateBuilder<ImmutableArray<BrokerId>>(request.PartitionCount);
        var chosen = new List<PlacementCandidate>(request.ReplicationFactor);
        for (var partition = 0; partition < request.PartitionCount; partition++)
        {
            DrawTickets(candidates, random);
            Choose(candidates, request.ReplicationFactor, chosen);
            assignments.Add(Assign(chosen));
        }

        return Result<ImmutableArray<ImmutableArray<BrokerId>>>.Ok(assignments.MoveToImmutable());
    }

    private static Result<ImmutableArray<ImmutableArray<BrokerId>>> Failed(string message) =>
        Result<ImmutableArray<ImmutableArray<BrokerId>>>.Failed(KafkaError.InvalidReplicationFactor, message);

    private static PlacementCandidate[] Candidates(PlacementRequest request)
    {
        var candidates = request.Brokers
            .OrderBy(broker => broker.Id.Value)
            .Select(broker => new PlacementCandidate(broker, request.LoadOf(broker.Id)))
            .ToArray();
        foreach (var replicas in request.Existing)
        {
            foreach (var candidate in candidates)
            {
                candidate.ReplicaCount += replicas.Contains(candidate.Id) ? 1 : 0;
                candidate.LeaderCount += replicas[0] == candidate.Id ? 1 : 0;
            }
        }

        return candidates;
    }

    private static void DrawTickets(PlacementCandidate[] candidates, Random random)
    {
        foreach (var candidate in candidates)
        {
            candidate.Ticket = random.Next();
        }
    }

    private static void Choose(PlacementCandidate[] candidates, int replicationFactor, List<PlacementCandidate> chosen)
    {
        chosen.Clear();
        while (chosen.Count < replicationFactor)
        {
            PlacementCandidate? best = null;
            foreach (var candidate in candidates)
            {
                // The first must be able to lead: the partition starts its life with it in the ISR.
                if (!chosen.Contains(candidate)
                    && (chosen.Count > 0 || candidate.MayLead)
                    && (best is null || IsBetter(candidate, best, chosen)))
                {
                    best = candidate;
                }
            }

            chosen.Add(best!);
        }
    }

    private static bool IsBetter(PlacementCandidate one, PlacementCandidate other, List<PlacementCandidate> chosen)
    {
        var order = one.Tier.CompareTo(other.Tier);
        order = order != 0 ? order : OnRack(one, chosen).CompareTo(OnRack(other, chosen));
        order = order != 0 ? order : one.ReplicaCount.CompareTo(other.ReplicaCount);
        order = order != 0 ? order : one.LeaderCount.CompareTo(other.LeaderCount);
        order = order != 0 ? order : one.Load.CompareTo(other.Load);
        return (order != 0 ? order : one.Ticket.CompareTo(other.Ticket)) < 0;
    }

    private static int OnRack(PlacementCandidate candidate, List<PlacementCandidate> chosen)
    {
        var count = 0;
        foreach (var other in chosen)
        {
            count += other.Rack == candidate.Rack ? 1 : 0;
        }

        return count;
    }

    /// <summary>Of those chosen, the one that leads least goes first.</summary>
    private static ImmutableArray<BrokerId> Assign(List<PlacementCandidate> chosen)
    {
        var leader = chosen
            .Where(candidate => candidate.MayLead)
            .MinBy(candidate => (candidate.Tier, candidate.LeaderCount, candidate.Ticket))!;
        leader.LeaderCount++;
        foreach (var candidate in chosen)
        {
            candidate.ReplicaCount++;
            candidate.Load++;
        }

        return [leader.Id, .. chosen.Where(candidate => candidate != leader).Select(candidate => candidate.Id)];
    }
}
