namespace Cloud.Simulation.Scheduling;

/// <summary>A timer of a <see cref="VirtualClock"/>.</summary>
internal sealed class VirtualTimer(VirtualClock clock, Action ring) : ITimer
{
    private const long Never = -1;

    private long _dueTicks = Never;
    private TimeSpan _period = Timeout.InfiniteTimeSpan;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        _dueTicks = dueTime == Timeout.InfiniteTimeSpan ? Never : clock.Enqueue(this, dueTime);
        return true;
    }

    /// <summary>False when the timer was changed or stopped since it was set to this time.</summary>
    public bool Ring(long dueTicks, ref long elapsedTicks)
    {
        if (_dueTicks != dueTicks)
        {
            return false;
        }

        elapsedTicks = Math.Max(elapsedTicks, dueTicks);
        _dueTicks = _period == Timeout.InfiniteTimeSpan ? Never : clock.Enqueue(this, _period);
        ring();
        return true;
    }

    public void Dispose() => _dueTicks = Never;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
