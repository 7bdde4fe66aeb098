namespace Orleans.Runtime;

/// <summary>Any active silo.</summary>
public sealed class RandomPlacement : PlacementStrategy
{
}
