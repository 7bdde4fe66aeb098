namespace Cloud.Grains.Partitions;

/// <summary>Pins a replica's grain to the silo of the broker at the end of its key.</summary>
[GenerateSerializer, Immutable, Alias("Cloud.ReplicaPlacement")]
public sealed class ReplicaPlacement : PlacementStrategy
{
}
