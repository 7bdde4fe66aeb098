using Orleans.Placement;
using Orleans.Runtime;

namespace Orleans.Concurrency;

/// <summary>Each silo runs up to a number of activations of this grain by itself, as calls need them.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute : PlacementAttribute
{
    /// <param name="maxLocalWorkers">
    /// Most activations a silo; non-positive: as many as the machine has processors.
    /// </param>
    public StatelessWorkerAttribute(int maxLocalWorkers)
        : base(new StatelessWorkerPlacement(maxLocalWorkers))
    {
    }

    public StatelessWorkerAttribute()
        : this(-1)
    {
    }
}
