using Cloud.Protocol.Errors;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>How far a controlled shutdown is.</summary>
/// <param name="Message">What was wrong; null without an error.</param>
/// <param name="LedPartitions">Partitions that it still leads and another may take over soon.</param>
[GenerateSerializer, Immutable, Alias("Cloud.ShutdownAnswer")]
public sealed record ShutdownAnswer(
    [property: Id(0)] KafkaError Error,
    [property: Id(1)] string? Message,
    [property: Id(2)] int LedPartitions);
