using Orleans.Runtime;

namespace Orleans.Placement;

/// <summary>Places a grain class by <see cref="HashBasedPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class HashBasedPlacementAttribute() : PlacementAttribute(new HashBasedPlacement());
