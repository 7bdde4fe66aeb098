using Cloud.Grains.Brokers;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol;
using Orleans.Runtime.Placement;

namespace Cloud.Grains.Partitions;

/// <summary>Finds the silo of a replica's broker. Never another: the replica is on that silo's disk.</summary>
internal sealed class ReplicaPlacementDirector(IClusterMembershipService membership) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var key = target.GrainIdentity.Key.ToString()!;
        if (!PartitionKey.TryParse(key, out var replica))
        {
            throw new ArgumentException($"'{key}' is no key of a replica: it is topicId/partition/brokerId.");
        }

        var broker = new BrokerId(replica.BrokerId);
        return membership.CurrentSnapshot.Find(broker) is { } silo
            ? Task.FromResult(silo)
            : throw new SiloUnavailableException($"Broker {broker} is not an active member of the cluster.");
    }
}
