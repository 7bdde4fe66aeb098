namespace Cloud.Grains.Interfaces.Groups;

/// <summary>A request of Kafka's protocol about one group.</summary>
/// <param name="Frame">Header and body, without the length before them.</param>
/// <param name="ClientHost">Where the member runs, for people.</param>
[GenerateSerializer, Immutable, Alias("Cloud.GroupCommand")]
public sealed record GroupCommand(
    [property: Id(0)] ReadOnlyMemory<byte> Frame,
    [property: Id(1)] string ClientHost);
