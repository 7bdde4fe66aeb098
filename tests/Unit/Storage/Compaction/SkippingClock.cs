namespace Cloud.Unit.Storage.Compaction;

/// <summary>A clock on which every pause is over at once: it moves on by as much, and adds up.</summary>
internal sealed class SkippingClock(DateTimeOffset start) : TimeProvider
{
    public TimeSpan Paused { get; private set; }

    public DateTimeOffset Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Paused += dueTime;
        Now += dueTime;
        callback(state);
        return new DoneTimer();
    }

    private sealed class DoneTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
