using System.Collections.Immutable;

namespace Cloud.Architecture.CallTypes.Samples;

[GenerateSerializer, Alias("Cloud.Samples.GoodCommand")]
public sealed record GoodCommand(
    [property: Id(0)] string Name,
    [property: Id(1)] ImmutableArray<GoodPoint> Points,
    [property: Id(2), Immutable] byte[] Bytes)
{
    [GenerateSerializer]
    public enum Kind
    {
        First,
    }

    [Id(3)]
    public Kind Which { get; init; }

    /// <summary>Is computed, so it is not sent and needs no number.</summary>
    public int Length => Bytes.Length;
}
