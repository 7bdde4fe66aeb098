using Cloud.Embedded.Calls;

namespace Cloud.Embedded.Activations;

/// <summary>
/// A tick of a timer as a call, so that it takes its turn among the calls. One per timer: ticks do not overlap.
/// </summary>
internal sealed class TimerCall(GrainTimer timer, bool isInterleaved, bool countsAsUse)
    : GrainCall(isInterleaved ? Interleaved : Exclusive)
{
    private static readonly GrainMethod Exclusive = new(typeof(GrainTimer), "Tick", CallOptions.OneWay);
    private static readonly GrainMethod Interleaved =
        new(typeof(GrainTimer), "Tick", CallOptions.OneWay | CallOptions.AlwaysInterleave);

    public bool CountsAsUse { get; } = countsAsUse;

    internal override bool IsCompleted => false;

    // An activation that is going away drops its timers, so nobody is told.
    internal override bool Fail(Exception exception) => true;

    internal override void Run(object instance, ICallTarget target) => _ = RunToEnd(target);

    private async Task RunToEnd(ICallTarget target)
    {
        await timer.Run();
        target.OnCallEnded(this);
    }
}
