namespace Cloud.Grains.Interfaces.Controller;

/// <summary>An incremental change of one setting.</summary>
/// <param name="Value">Null for a deletion only.</param>
[GenerateSerializer, Immutable, Alias("Cloud.ConfigChange")]
public sealed record ConfigChange(
    [property: Id(0)] string Key,
    [property: Id(1)] ConfigChangeKind Kind,
    [property: Id(2)] string? Value);
