using Cloud.Embedded.Clusters;
using Orleans.Runtime;

namespace Cloud.Embedded.Calls;

/// <summary>
/// One call on its way: arguments, caller, target and outcome. Subclassed by the code generator for each method.
/// Belongs to the caller until it is sent, then to the target that runs it; its outcome is set once, by whoever is
/// first: the target, the time-out, the death of a silo, or the caller's cancellation.
/// </summary>
public abstract class GrainCall(GrainMethod method)
{
    internal GrainMethod Method { get; } = method;

    internal GrainId TargetId { get; private set; }

    internal EmbeddedNode? Caller { get; private set; }

    /// <summary>Where the call was delivered; null until then.</summary>
    internal ICallTarget? Target { get; private set; }

    internal Dictionary<string, object>? RequestContext { get; private set; }

    /// <summary>By the caller's clock, in its ticks.</summary>
    internal long Deadline { get; private set; }

    // The two lists that a call can be in. It is in at most one of each kind, so the links live here and cost nothing.
    internal GrainCall? NextWaiting { get; set; }

    internal GrainCall? NextOutstanding { get; set; }

    internal GrainCall? PreviousOutstanding { get; set; }

    internal abstract bool IsCompleted { get; }

    internal TimeSpan Timeout => Method.ResponseTimeout ?? Caller!.ResponseTimeout;

    internal Guid ReentrancyId =>
        RequestContext is { } values && values.TryGetValue("#CCR", out var id) && id is Guid guid ? guid : Guid.Empty;

    public override string ToString() => $"{Method} to {TargetId}";

    internal void Address(EmbeddedNode caller, GrainId target, Dictionary<string, object>? requestContext)
    {
        Caller = caller;
        TargetId = target;
        RequestContext = requestContext;
        Deadline = caller.Clock.GetTimestamp() + (long)(Timeout.TotalSeconds * caller.Clock.TimestampFrequency);
    }

    internal void DeliverTo(ICallTarget target)
    {
        Target = target;
        target.Receive(this);
    }

    /// <summary>Runs the method on the target's scheduler and tells the target when it has ended.</summary>
    internal abstract void Run(object instance, ICallTarget target);

    /// <summary>Gives the caller an exception in place of a response. False when the call has an outcome already.</summary>
    internal abstract bool Fail(Exception exception);
}
