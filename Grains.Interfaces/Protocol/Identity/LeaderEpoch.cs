namespace Cloud.Protocol;

/// <summary>
/// Grows with each election of a partition; stored in every batch; fences a deposed leader (KIP-101, KIP-320).
/// </summary>
public readonly record struct LeaderEpoch(int Value) : IComparable<LeaderEpoch>
{
    /// <summary>Stands for "unknown", as Kafka's -1 does: the sender does not take part in fencing.</summary>
    public static readonly LeaderEpoch None = new(-1);

    public static bool operator <(LeaderEpoch left, LeaderEpoch right) => left.Value < right.Value;

    public static bool operator >(LeaderEpoch left, LeaderEpoch right) => left.Value > right.Value;

    public static bool operator <=(LeaderEpoch left, LeaderEpoch right) => left.Value <= right.Value;

    public static bool operator >=(LeaderEpoch left, LeaderEpoch right) => left.Value >= right.Value;

    /// <summary>The epoch that the next election grants.</summary>
    public LeaderEpoch Next() => new(checked(Value + 1));

    public int CompareTo(LeaderEpoch other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(null, null);
}
