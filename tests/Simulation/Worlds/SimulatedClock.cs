namespace Cloud.Simulation.Worlds;

/// <summary>
/// A process's clock. Timers fire as turns of the process. The wall clock may be skewed and set while it runs; the
/// monotonic one is the world's.
/// </summary>
internal sealed class SimulatedClock(SimulatedProcess process) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public TimeSpan Skew { get; set; }

    public override long TimestampFrequency => 1_000;

    public override DateTimeOffset GetUtcNow() =>
        Start + TimeSpan.FromMilliseconds(process.World.Milliseconds) + Skew;

    public override long GetTimestamp() => process.World.Milliseconds;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(process, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }
}
