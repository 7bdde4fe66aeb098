using Cloud.Protocol.Errors;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>What a command on many partitions came to for one of them.</summary>
/// <param name="Message">What was wrong; null without an error.</param>
[GenerateSerializer, Immutable, Alias("Cloud.PartitionAnswer")]
public sealed record PartitionAnswer(
    [property: Id(0)] TopicPartitionName Partition,
    [property: Id(1)] KafkaError Error,
    [property: Id(2)] string? Message);
