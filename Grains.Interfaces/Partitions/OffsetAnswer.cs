using Cloud.Protocol.Errors;

namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>An offset that was asked for; -1 for everything when there is no such record.</summary>
[GenerateSerializer, Immutable, Alias("Cloud.OffsetAnswer")]
public sealed record OffsetAnswer(
    [property: Id(0)] KafkaError Error,
    [property: Id(1)] long Offset,
    [property: Id(2)] long Timestamp,
    [property: Id(3)] int LeaderEpoch);
