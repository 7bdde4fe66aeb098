using Cloud.Grains.Interfaces.Metadata;
using Cloud.Protocol.Errors;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>A topic that was created or changed, or why not.</summary>
/// <param name="Message">What was wrong; null without an error.</param>
[GenerateSerializer, Immutable, Alias("Cloud.TopicAnswer")]
public sealed record TopicAnswer(
    [property: Id(0)] KafkaError Error,
    [property: Id(1)] string? Message,
    [property: Id(2)] TopicMetadata? Topic);
