using Orleans.Runtime;

namespace Orleans.Placement;

/// <summary>Places a grain class by <see cref="RandomPlacement"/>, the default.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class RandomPlacementAttribute() : PlacementAttribute(new RandomPlacement());
