namespace Cloud.Unit.Client;

/// <summary>
/// Time that stands still until a test moves it. Timers ring inside of <see cref="Advance"/>. Thread-safe.
/// </summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers run.</summary>
    public int TimerCount
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count(timer => timer.Due is not null);
            }
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _elapsed.Ticks;
        }
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(50).AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        lock (_gate)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Rings what is due by then, in its order.</summary>
    public void Advance(TimeSpan duration)
    {
        TimeSpan end;
        lock (_gate)
        {
            end = _elapsed + duration;
        }

        while (TakeDue(end) is { } timer)
        {
            timer.Ring();
        }
    }

    internal void Set(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            timer.Due = dueTime < TimeSpan.Zero ? null : _elapsed + dueTime;
            timer.Period = period;
        }

        // As the system's timers do, but at once.
        if (dueTime == TimeSpan.Zero)
        {
            ThreadPool.QueueUserWorkItem(_ => Advance(TimeSpan.Zero));
        }
    }

    internal void Remove(ManualTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    // Null when none is left and it is that late: in one, so that a timer that is set meanwhile is rung, or counts from
    // then.
    private ManualTimer? TakeDue(TimeSpan end)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            var time = next?.Due ?? end;
            _elapsed = time > _elapsed ? time : _elapsed;
            if (next is not null)
            {
                next.Due = next.Period > TimeSpan.Zero ? _elapsed + next.Period : null;
            }

            return next;
        }
    }
}
