namespace Orleans.Runtime;

/// <summary>Says that grains are placed in a certain way; its <c>IPlacementDirector</c> does it.</summary>
public abstract class PlacementStrategy
{
    /// <summary>Whether there is one activation in the cluster, found through the grain directory.</summary>
    public virtual bool IsUsingGrainDirectory => true;
}
