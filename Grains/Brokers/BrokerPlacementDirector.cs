using Cloud.Protocol;
using Orleans.Runtime.Placement;

namespace Cloud.Grains.Brokers;

/// <summary>Finds the silo of the broker in a grain's key. Never another: its data is on that silo's disk.</summary>
internal sealed class BrokerPlacementDirector(IClusterMembershipService membership) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var broker = new BrokerId(checked((int)target.GrainIdentity.GetIntegerKey()));
        return membership.CurrentSnapshot.Find(broker) is { } silo
            ? Task.FromResult(silo)
            : throw new SiloUnavailableException($"Broker {broker} is not an active member of the cluster.");
    }
}
