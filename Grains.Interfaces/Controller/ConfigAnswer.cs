using System.Collections.Immutable;
using Cloud.Protocol.Errors;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>What is set after a change of settings, or why nothing was changed.</summary>
/// <param name="Message">What was wrong; null without an error.</param>
[GenerateSerializer, Immutable, Alias("Cloud.ConfigAnswer")]
public sealed record ConfigAnswer(
    [property: Id(0)] KafkaError Error,
    [property: Id(1)] string? Message,
    [property: Id(2)] ImmutableSortedDictionary<string, string> Configs);
