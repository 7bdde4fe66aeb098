namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>A leader epoch, and the exclusive offset at which it ends in a log.</summary>
[GenerateSerializer, Immutable, Alias("Cloud.EpochEnd")]
public readonly record struct EpochEnd([property: Id(0)] int LeaderEpoch, [property: Id(1)] long EndOffset);
