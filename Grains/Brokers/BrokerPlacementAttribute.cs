using Orleans.Placement;

namespace Cloud.Grains.Brokers;

/// <summary>Places a grain class by <see cref="BrokerPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BrokerPlacementAttribute() : PlacementAttribute(new BrokerPlacement());
