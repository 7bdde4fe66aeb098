namespace Cloud.Simulation.Scheduling;

/// <summary>Time that stands still until it is told to go on. Used by one thread.</summary>
public sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<VirtualTimer, (long DueTicks, long Order)> _due = new();
    private long _elapsedTicks;
    private long _order;

    /// <summary>Shifts the wall clock and nothing else.</summary>
    public TimeSpan Skew { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Elapsed => new(_elapsedTicks);

    public override long GetTimestamp() => _elapsedTicks;

    public override DateTimeOffset GetUtcNow() => start + Elapsed + Skew;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Goes to the next timer that is due by then, and rings it; to that time itself when there is none.
    /// </summary>
    /// <returns>False when no timer rang.</returns>
    public bool AdvanceTo(TimeSpan time)
    {
        while (_due.TryPeek(out var timer, out var due) && due.DueTicks <= time.Ticks)
        {
            _due.Dequeue();
            if (timer.Ring(due.DueTicks, ref _elapsedTicks))
            {
                return true;
            }
        }

        _elapsedTicks = Math.Max(_elapsedTicks, time.Ticks);
        return false;
    }

    internal long Enqueue(VirtualTimer timer, TimeSpan dueTime)
    {
        var dueTicks = _elapsedTicks + dueTime.Ticks;
        _due.Enqueue(timer, (dueTicks, _order++));
        return dueTicks;
    }
}
