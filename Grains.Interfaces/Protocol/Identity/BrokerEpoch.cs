namespace Cloud.Protocol;

/// <summary>Grows with each registration of a broker and fences its former life (KIP-380, KIP-903).</summary>
public readonly record struct BrokerEpoch(long Value) : IComparable<BrokerEpoch>
{
    /// <summary>Stands for "unknown", as Kafka's -1 does.</summary>
    public static readonly BrokerEpoch None = new(-1);

    public static bool operator <(BrokerEpoch left, BrokerEpoch right) => left.Value < right.Value;

    public static bool operator >(BrokerEpoch left, BrokerEpoch right) => left.Value > right.Value;

    public static bool operator <=(BrokerEpoch left, BrokerEpoch right) => left.Value <= right.Value;

    public static bool operator >=(BrokerEpoch left, BrokerEpoch right) => left.Value >= right.Value;

    public int CompareTo(BrokerEpoch other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(null, null);
}
