namespace Cloud.Protocol.Wire;

/// <summary>Versions of an API from first to last, both included.</summary>
public readonly record struct ApiVersionRange(short First, short Last)
{
    public bool Contains(short version) => version >= First && version <= Last;

    /// <summary>The highest version that both sides speak; null when there is none.</summary>
    public short? HighestInCommon(ApiVersionRange other)
    {
        var highest = Math.Min(Last, other.Last);
        return highest >= Math.Max(First, other.First) ? highest : null;
    }

    public override string ToString() => $"{First}-{Last}";
}
