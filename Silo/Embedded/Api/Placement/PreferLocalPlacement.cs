namespace Orleans.Runtime;

/// <summary>The caller's silo where it is active, else any.</summary>
public sealed class PreferLocalPlacement : PlacementStrategy
{
}
