namespace Cloud.Client;

/// <summary>Points in time as the clock's timestamps, which are cheap to take and to compare.</summary>
internal sealed class ProducerClock(TimeProvider clock)
{
    public const long Never = long.MaxValue;

    public long Now => clock.GetTimestamp();

    public long After(long start, TimeSpan duration)
    {
        var ticks = duration.TotalSeconds * clock.TimestampFrequency;
        return ticks >= Never - start ? Never : start + (long)ticks;
    }

    /// <summary>How long from now; rounded up to what a timer can tell, so that nobody wakes too early.</summary>
    public TimeSpan Until(long time)
    {
        const double TimerMax = int.MaxValue;
        var milliseconds = (time - Now) * 1000.0 / clock.TimestampFrequency;
        return TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(milliseconds), 0, TimerMax));
    }
}
