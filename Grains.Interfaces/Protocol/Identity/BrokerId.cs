namespace Cloud.Protocol;

/// <summary>
/// What the Kafka protocol calls a silo: a stable number, bound to a data folder by its <c>meta.properties</c>.
/// </summary>
public readonly record struct BrokerId(int Value) : IComparable<BrokerId>
{
    /// <summary>Stands for "no broker", as Kafka's -1 does.</summary>
    public static readonly BrokerId None = new(-1);

    public int CompareTo(BrokerId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(null, null);
}
