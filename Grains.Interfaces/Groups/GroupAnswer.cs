namespace Cloud.Grains.Interfaces.Groups;

/// <summary>The response to a <see cref="GroupCommand"/>.</summary>
/// <param name="Frame">Header and body, without the length before them.</param>
[GenerateSerializer, Immutable, Alias("Cloud.GroupAnswer")]
public sealed record GroupAnswer([property: Id(0)] ReadOnlyMemory<byte> Frame);
