using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Cloud.Embedded.Silos;

/// <summary>Director of <see cref="RandomPlacement"/>.</summary>
internal sealed class RandomPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        return Task.FromResult(silos[Random.Shared.Next(silos.Length)]);
    }
}
