using Cloud.Protocol.Errors;

namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>
/// Where a leader epoch ends: the largest one not above the one asked for (-1 when nothing is known).
/// </summary>
[GenerateSerializer, Immutable, Alias("Cloud.EpochEndAnswer")]
public sealed record EpochEndAnswer([property: Id(0)] KafkaError Error, [property: Id(1)] EpochEnd End);
