namespace Orleans.Runtime.Placement;

/// <summary>What a placement director sees of the cluster.</summary>
public interface IPlacementContext
{
    SiloAddress LocalSilo { get; }

    SiloStatus LocalSiloStatus { get; }

    /// <summary>The active silos that have the grain's class.</summary>
    SiloAddress[] GetCompatibleSilos(PlacementTarget target);
}
