using Cloud.Embedded.Activations;
using Orleans.Runtime;

namespace Cloud.Embedded.Silos;

/// <summary>The activation whose turn is running.</summary>
internal sealed class GrainContextAccessor : IGrainContextAccessor
{
    public IGrainContext GrainContext => Activation.Current
        ?? throw new InvalidOperationException("No grain is running on this thread.");
}
