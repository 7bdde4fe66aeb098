using Orleans.Runtime;

namespace Orleans.Placement;

/// <summary>Places a grain class by <see cref="PreferLocalPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class PreferLocalPlacementAttribute() : PlacementAttribute(new PreferLocalPlacement());
