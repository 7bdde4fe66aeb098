namespace Orleans.Runtime;

/// <summary>The caller's silo, in as many activations as calls need.</summary>
internal sealed class StatelessWorkerPlacement(int maxLocal) : PlacementStrategy
{
    public override bool IsUsingGrainDirectory => false;

    public int MaxLocal { get; } = maxLocal > 0 ? maxLocal : Environment.ProcessorCount;
}
