using System.Collections.Immutable;

namespace Cloud.Grains.Interfaces.Metadata;

/// <summary>A broker as the controller has committed it.</summary>
/// <param name="BrokerEpoch">Of its latest registration.</param>
/// <param name="DirectoryId">Of its data folder (KIP-858).</param>
/// <param name="Rack">Null where racks are not used.</param>
/// <param name="IsDraining">It is being emptied: no new replicas, and leadership moves away.</param>
[GenerateSerializer, Immutable, Alias("Cloud.BrokerMetadata")]
public sealed record BrokerMetadata(
    [property: Id(0)] int BrokerId,
    [property: Id(1)] long BrokerEpoch,
    [property: Id(2)] Guid DirectoryId,
    [property: Id(3)] string? Rack,
    [property: Id(4)] ImmutableArray<BrokerEndpoint> Listeners,
    [property: Id(5)] BrokerCondition Condition,
    [property: Id(6)] bool IsDraining);
