using Cloud.Embedded.Calls;

namespace Cloud.Embedded.Activations;

/// <summary>When an activation was used last. Written in its turns, read by the collector.</summary>
internal sealed class ActivationUse
{
    private long _lastUsed;
    private long _keptUntil;

    public void Touch(TimeProvider clock, GrainCall call)
    {
        if (call is not TimerCall { CountsAsUse: false })
        {
            Volatile.Write(ref _lastUsed, clock.GetTimestamp());
        }
    }

    public void KeepUntil(TimeProvider clock, TimeSpan duration)
    {
        var until = duration <= TimeSpan.Zero
            ? 0
            : duration >= TimeSpan.FromDays(365)
                ? long.MaxValue
                : clock.GetTimestamp() + (long)(duration.TotalSeconds * clock.TimestampFrequency);
        Volatile.Write(ref _keptUntil, until);
    }

    public bool IsOlderThan(TimeProvider clock, TimeSpan age) =>
        clock.GetElapsedTime(Volatile.Read(ref _lastUsed)) >= age
        && clock.GetTimestamp() >= Volatile.Read(ref _keptUntil);
}
