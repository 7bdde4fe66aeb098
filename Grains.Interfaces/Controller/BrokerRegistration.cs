using System.Collections.Immutable;
using Cloud.Grains.Interfaces.Metadata;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>A broker reports for service.</summary>
/// <param name="IsUncleanStart">Its disk may have lost records that were acknowledged.</param>
/// <param name="KnownMetadataVersion">The highest version of the metadata that its data folder ever saw.</param>
/// <param name="MembershipVersion">The version of the membership in which its silo is active.</param>
[GenerateSerializer, Immutable, Alias("Cloud.BrokerRegistration")]
public sealed record BrokerRegistration(
    [property: Id(0)] string ClusterId,
    [property: Id(1)] int BrokerId,
    [property: Id(2)] Guid DirectoryId,
    [property: Id(3)] string? Rack,
    [property: Id(4)] ImmutableArray<BrokerEndpoint> Listeners,
    [property: Id(5)] bool IsUncleanStart,
    [property: Id(6)] long KnownMetadataVersion,
    [property: Id(7)] MembershipVersion MembershipVersion);
