using Cloud.Embedded.Clusters;
using Orleans.Runtime;

namespace Cloud.Embedded.Calls;

/// <summary>What a new proxy refers to and who made it. Opaque to generated code.</summary>
public readonly struct GrainProxyOrigin
{
    internal GrainProxyOrigin(EmbeddedNode home, GrainId grainId)
    {
        Home = home;
        GrainId = grainId;
    }

    internal EmbeddedNode Home { get; }

    internal GrainId GrainId { get; }
}
