namespace Cloud.Benchmarks.Embedded;

/// <summary>An immutable argument.</summary>
[GenerateSerializer, Immutable, Alias("Cloud.Benchmarks.Ping")]
public sealed record Ping([property: Id(0)] long Number);
