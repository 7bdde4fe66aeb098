namespace Cloud.Integration.GatewayFaults;

/// <summary>A timer of a <see cref="ManualClock"/>, which owns its times.</summary>
internal sealed class ManualTimer(Action fire, Action<ManualTimer> forget) : ITimer
{
    private TimeSpan _due = TimeSpan.MaxValue;
    private TimeSpan _period;

    public void Set(TimeSpan now, TimeSpan dueTime, TimeSpan period) => (_due, _period) = (
        dueTime < TimeSpan.Zero ? TimeSpan.MaxValue : now + dueTime, period);

    /// <summary>Whether it is due; if so, its next time is set.</summary>
    public bool TryPass(TimeSpan now)
    {
        if (_due > now)
        {
            return false;
        }

        _due = _period > TimeSpan.Zero ? now + _period : TimeSpan.MaxValue;
        return true;
    }

    public void Fire() => fire();

    public bool Change(TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("Nothing under test changes a timer.");

    public void Dispose() => forget(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
