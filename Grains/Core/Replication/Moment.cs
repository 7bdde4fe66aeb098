namespace Cloud.Core.Replication;

/// <summary>
/// A point on the broker's monotonic clock, in milliseconds. Only differences mean anything, and no change of the wall
/// clock moves it: lag, time-outs and back-offs count in moments, never in <see cref="Protocol.Instant"/>.
/// </summary>
public readonly record struct Moment(long Milliseconds) : IComparable<Moment>
{
    private const long MillisecondsMax = long.MaxValue / TimeSpan.TicksPerMillisecond;

    /// <summary>Before everything.</summary>
    public static readonly Moment Never = new(long.MinValue / 2);

    public static bool operator <(Moment left, Moment right) => left.Milliseconds < right.Milliseconds;

    public static bool operator >(Moment left, Moment right) => left.Milliseconds > right.Milliseconds;

    public static bool operator <=(Moment left, Moment right) => left.Milliseconds <= right.Milliseconds;

    public static bool operator >=(Moment left, Moment right) => left.Milliseconds >= right.Milliseconds;

    public static Moment Max(Moment left, Moment right) => left >= right ? left : right;

    /// <summary>The clock's present moment.</summary>
    public static Moment Of(TimeProvider clock) =>
        new((long)clock.GetElapsedTime(0, clock.GetTimestamp()).TotalMilliseconds);

    /// <summary>Saturates: a time-out of "forever" must not wrap into the past.</summary>
    public Moment Plus(TimeSpan duration)
    {
        var milliseconds = (Int128)Milliseconds + (duration.Ticks / TimeSpan.TicksPerMillisecond);
        return new((long)Int128.Clamp(milliseconds, long.MinValue / 2, long.MaxValue));
    }

    public TimeSpan Since(Moment earlier) => TimeSpan.FromTicks(
        Math.Clamp(Milliseconds - earlier.Milliseconds, 0, MillisecondsMax) * TimeSpan.TicksPerMillisecond);

    public int CompareTo(Moment other) => Milliseconds.CompareTo(other.Milliseconds);

    public override string ToString() => Milliseconds.ToString(null, null);
}
