using System.Collections.Immutable;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Brokers;

/// <summary>A broker reports for service, at the start of a life.</summary>
/// <param name="ClusterId">As its <c>meta.properties</c> have it.</param>
/// <param name="DirectoryId">Of its data folder: another one than before means that its replicas are gone.</param>
/// <param name="IsUncleanStart">
/// The machine went down since the broker's last life: what was acknowledged from the page cache may be lost.
/// </param>
/// <param name="KnownMetadataVersion">
/// The highest one it ever saw, as far as it remembers: a controller that is behind it has lost its documents.
/// </param>
public sealed record RegisterBroker(
    string ClusterId,
    BrokerId Broker,
    DirectoryId DirectoryId,
    string? Rack,
    ImmutableArray<BrokerListener> Listeners,
    bool IsUncleanStart,
    long KnownMetadataVersion = 0);
