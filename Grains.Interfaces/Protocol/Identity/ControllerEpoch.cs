namespace Cloud.Protocol;

/// <summary>Grows with each controller that takes over; fences what an earlier one still publishes.</summary>
public readonly record struct ControllerEpoch(int Value) : IComparable<ControllerEpoch>
{
    public static bool operator <(ControllerEpoch left, ControllerEpoch right) => left.Value < right.Value;

    public static bool operator >(ControllerEpoch left, ControllerEpoch right) => left.Value > right.Value;

    public static bool operator <=(ControllerEpoch left, ControllerEpoch right) => left.Value <= right.Value;

    public static bool operator >=(ControllerEpoch left, ControllerEpoch right) => left.Value >= right.Value;

    public ControllerEpoch Next() => new(checked(Value + 1));

    public int CompareTo(ControllerEpoch other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(null, null);
}
