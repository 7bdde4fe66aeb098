using Orleans.Placement;

namespace Cloud.Grains.Groups;

/// <summary>Places a grain class by <see cref="ConsumerGroupPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ConsumerGroupPlacementAttribute() : PlacementAttribute(new ConsumerGroupPlacement());
