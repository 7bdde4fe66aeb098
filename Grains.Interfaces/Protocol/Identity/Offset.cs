namespace Cloud.Protocol;

/// <summary>Position of a record in a partition. Assigned densely from 0; compaction may leave holes.</summary>
public readonly record struct Offset(long Value) : IComparable<Offset>
{
    /// <summary>The first offset of every partition.</summary>
    public static readonly Offset Zero = new(0);

    /// <summary>Stands for "unknown" in messages, as Kafka's -1 does. Never a position in a log.</summary>
    public static readonly Offset None = new(-1);

    public static bool operator <(Offset left, Offset right) => left.Value < right.Value;

    public static bool operator >(Offset left, Offset right) => left.Value > right.Value;

    public static bool operator <=(Offset left, Offset right) => left.Value <= right.Value;

    public static bool operator >=(Offset left, Offset right) => left.Value >= right.Value;

    public static Offset Max(Offset left, Offset right) => left.Value >= right.Value ? left : right;

    public static Offset Min(Offset left, Offset right) => left.Value <= right.Value ? left : right;

    /// <summary>The offset <paramref name="recordCount"/> records further on (or back, when negative).</summary>
    public Offset Plus(long recordCount) => new(checked(Value + recordCount));

    /// <summary>How many offsets lie in <c>[start, this)</c>.</summary>
    public long DistanceFrom(Offset start) => checked(Value - start.Value);

    public int CompareTo(Offset other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(null, null);
}
