using Cloud.Protocol.Errors;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>Whether a broker was registered.</summary>
/// <param name="Message">What was wrong; null without an error.</param>
/// <param name="BrokerEpoch">Of the new life; -1 with an error.</param>
/// <param name="MetadataVersion">The version that shows the registration.</param>
[GenerateSerializer, Immutable, Alias("Cloud.RegistrationAnswer")]
public sealed record RegistrationAnswer(
    [property: Id(0)] KafkaError Error,
    [property: Id(1)] string? Message,
    [property: Id(2)] long BrokerEpoch,
    [property: Id(3)] long MetadataVersion);
