namespace Cloud.Protocol;

/// <summary>Incarnation of a producer id; a higher one fences the lower ones (KIP-98, KIP-360).</summary>
public readonly record struct ProducerEpoch(short Value) : IComparable<ProducerEpoch>
{
    public static readonly ProducerEpoch None = new(-1);

    public static bool operator <(ProducerEpoch left, ProducerEpoch right) => left.Value < right.Value;

    public static bool operator >(ProducerEpoch left, ProducerEpoch right) => left.Value > right.Value;

    public static bool operator <=(ProducerEpoch left, ProducerEpoch right) => left.Value <= right.Value;

    public static bool operator >=(ProducerEpoch left, ProducerEpoch right) => left.Value >= right.Value;

    public int CompareTo(ProducerEpoch other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(null, null);
}
