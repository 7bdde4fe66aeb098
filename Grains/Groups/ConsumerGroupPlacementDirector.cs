using Cloud.Grains.Brokers;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Orleans.Runtime.Placement;

namespace Cloud.Grains.Groups;

/// <summary>Finds the silo of a group's coordinator. Never another: only the coordinator can answer.</summary>
internal sealed class ConsumerGroupPlacementDirector(IClusterMembershipService membership, GroupPlaces places)
    : IPlacementDirector
{
    public async Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var place = await places.FindOrCreate(target.GrainIdentity.Key.ToString()!);
        if (place.Error is not KafkaError.None)
        {
            throw new SiloUnavailableException(place.Message!);
        }

        return membership.CurrentSnapshot.Find(new BrokerId(place.BrokerId))
            ?? throw new SiloUnavailableException($"Broker {place.BrokerId} is not an active member of the cluster.");
    }
}
