using Cloud.Protocol.Errors;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>A block of producer ids: <c>[First, First + Count)</c>.</summary>
/// <param name="Message">What was wrong; null without an error.</param>
[GenerateSerializer, Immutable, Alias("Cloud.ProducerIdAnswer")]
public sealed record ProducerIdAnswer(
    [property: Id(0)] KafkaError Error,
    [property: Id(1)] string? Message,
    [property: Id(2)] long First,
    [property: Id(3)] int Count);
