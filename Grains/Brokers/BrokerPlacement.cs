namespace Cloud.Grains.Brokers;

/// <summary>Pins a grain to the silo of the broker that its key names.</summary>
[GenerateSerializer, Immutable, Alias("Cloud.BrokerPlacement")]
public sealed class BrokerPlacement : PlacementStrategy
{
}
