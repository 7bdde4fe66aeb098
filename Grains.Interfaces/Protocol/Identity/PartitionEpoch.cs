namespace Cloud.Protocol;

/// <summary>
/// Grows with each change of a partition's state; the leader's proposals compare and swap on it (KIP-497).
/// </summary>
public readonly record struct PartitionEpoch(int Value) : IComparable<PartitionEpoch>
{
    public static bool operator <(PartitionEpoch left, PartitionEpoch right) => left.Value < right.Value;

    public static bool operator >(PartitionEpoch left, PartitionEpoch right) => left.Value > right.Value;

    public static bool operator <=(PartitionEpoch left, PartitionEpoch right) => left.Value <= right.Value;

    public static bool operator >=(PartitionEpoch left, PartitionEpoch right) => left.Value >= right.Value;

    public PartitionEpoch Next() => new(checked(Value + 1));

    public int CompareTo(PartitionEpoch other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(null, null);
}
