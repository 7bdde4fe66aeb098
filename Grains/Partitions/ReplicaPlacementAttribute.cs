using Orleans.Placement;

namespace Cloud.Grains.Partitions;

/// <summary>Places a grain class by <see cref="ReplicaPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReplicaPlacementAttribute() : PlacementAttribute(new ReplicaPlacement());
