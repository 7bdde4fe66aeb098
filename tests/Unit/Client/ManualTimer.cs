namespace Cloud.Unit.Client;

/// <summary>A timer of a <see cref="ManualClock"/>.</summary>
internal sealed class ManualTimer(ManualClock clock, Action ring) : ITimer
{
    public TimeSpan? Due { get; set; }

    public TimeSpan Period { get; set; }

    public void Ring() => ring();

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        clock.Set(this, dueTime, period);
        return true;
    }

    public void Dispose() => clock.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
