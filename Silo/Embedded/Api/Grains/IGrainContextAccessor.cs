namespace Orleans.Runtime;

/// <summary>Lets a service that is injected into a grain find that grain's context.</summary>
public interface IGrainContextAccessor
{
    IGrainContext GrainContext { get; }
}
