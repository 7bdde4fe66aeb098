namespace Cloud.Integration.GatewayFaults;

/// <summary>Time that stands still until a test moves it.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _now.Ticks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(() => callback(state), Forget);
        lock (_lock)
        {
            timer.Set(_now, dueTime, period);
            _timers.Add(timer);
        }

        return timer;
    }

    /// <summary>Moves on and fires what is due, each timer once.</summary>
    public void Advance(TimeSpan duration)
    {
        List<ManualTimer> due;
        lock (_lock)
        {
            _now += duration;
            due = _timers.FindAll(timer => timer.TryPass(_now));
        }

        due.ForEach(timer => timer.Fire());
    }

    private void Forget(ManualTimer timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }
}
