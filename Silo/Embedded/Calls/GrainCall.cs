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
    // Orleans' default.
    private const int ForwardsMax = 2;

    private int _forwards;

    internal GrainMethod Method { get; } = method;

    /// <summary>What the caller called; null for ticks of timers.</summary>
    internal GrainReference? Addressee { get; private set; }

    internal GrainId TargetId => Addressee!.GrainId;

    internal EmbeddedNode? Caller { get; private set; }

    /// <summary>Where the call was sent; null until then.</summary>
    internal ICallTarget? Target { get; set; }

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

    public override string ToString() => $"{Method} to {Addressee?.GrainId}";

    internal void Address(EmbeddedNode caller, GrainReference addressee, Dictionary<string, object>? requestContext)
    {
        Caller = caller;
        Addressee = addressee;
        RequestContext = requestContext;
        Deadline = DeadlineOf(caller.Clock);
    }

    /// <summary>False when it has been sent on as often as a call may be.</summary>
    internal bool TryForward() => _forwards++ < ForwardsMax;

    /// <summary>Runs the method on the target's scheduler and tells the target when it has ended.</summary>
    internal abstract void Run(object instance, ICallTarget target);

    /// <summary>
    /// Gives the caller an exception in place of a response. False when the call has an outcome already.
    /// </summary>
    internal abstract bool Fail(Exception exception);

    // A time-out of "never" must not wrap into the past.
    private long DeadlineOf(TimeProvider clock) =>
        Timeout < TimeSpan.Zero || Timeout > TimeSpan.FromDays(36_500)
            ? long.MaxValue
            : clock.GetTimestamp() + (long)(Timeout.TotalSeconds * clock.TimestampFrequency);
}
