namespace Cloud.Grains.Groups;

/// <summary>Places a group's grain on the silo of the broker that coordinates the group.</summary>
[GenerateSerializer, Immutable, Alias("Cloud.ConsumerGroupPlacement")]
public sealed class ConsumerGroupPlacement : PlacementStrategy
{
}
