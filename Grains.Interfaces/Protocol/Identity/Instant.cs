namespace Cloud.Protocol;

/// <summary>A point in time as Kafka writes it: whole milliseconds since 1970-01-01 UTC.</summary>
public readonly record struct Instant(long Milliseconds) : IComparable<Instant>
{
    /// <summary>Stands for "no timestamp", as Kafka's -1 does.</summary>
    public static readonly Instant None = new(-1);

    public static bool operator <(Instant left, Instant right) => left.Milliseconds < right.Milliseconds;

    public static bool operator >(Instant left, Instant right) => left.Milliseconds > right.Milliseconds;

    public static bool operator <=(Instant left, Instant right) => left.Milliseconds <= right.Milliseconds;

    public static bool operator >=(Instant left, Instant right) => left.Milliseconds >= right.Milliseconds;

    public static Instant Max(Instant left, Instant right) => left >= right ? left : right;

    public static Instant From(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds());

    /// <summary>Saturates: a time-out of "forever" must not wrap into the past.</summary>
    public Instant Plus(TimeSpan duration)
    {
        var milliseconds = (Int128)Milliseconds + (duration.Ticks / TimeSpan.TicksPerMillisecond);
        return new((long)Int128.Clamp(milliseconds, long.MinValue, long.MaxValue));
    }

    public TimeSpan Since(Instant earlier)
    {
        var milliseconds = (Int128)Milliseconds - earlier.Milliseconds;
        const long Bound = long.MaxValue / TimeSpan.TicksPerMillisecond;
        return TimeSpan.FromTicks((long)Int128.Clamp(milliseconds, -Bound, Bound) * TimeSpan.TicksPerMillisecond);
    }

    public int CompareTo(Instant other) => Milliseconds.CompareTo(other.Milliseconds);

    public override string ToString() => Milliseconds.ToString(null, null);
}
