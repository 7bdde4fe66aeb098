namespace Cloud.Grains.Interfaces.Metadata;

/// <summary>An address that a broker advertises to clients.</summary>
/// <param name="Name">Of the listener.</param>
[GenerateSerializer, Immutable, Alias("Cloud.BrokerEndpoint")]
public sealed record BrokerEndpoint(
    [property: Id(0)] string Name,
    [property: Id(1)] string Host,
    [property: Id(2)] int Port);
