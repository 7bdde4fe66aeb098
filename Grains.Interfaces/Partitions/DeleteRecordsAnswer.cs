using Cloud.Protocol.Errors;

namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>What became of a deletion of records.</summary>
/// <param name="LowWatermark">The first offset that can still be read; -1 with an error.</param>
[GenerateSerializer, Immutable, Alias("Cloud.DeleteRecordsAnswer")]
public sealed record DeleteRecordsAnswer([property: Id(0)] KafkaError Error, [property: Id(1)] long LowWatermark);
