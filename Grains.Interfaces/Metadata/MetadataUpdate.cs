using System.Collections.Immutable;

namespace Cloud.Grains.Interfaces.Metadata;

/// <summary>
/// What the controller tells a broker: what changed between two versions of the metadata, or everything when
/// <paramref name="FromVersion"/> is 0.
/// </summary>
/// <param name="RemovedTopics">Recorded deletions: the only thing that lets a broker delete logs.</param>
/// <param name="RemovedBrokers">Brokers that were unregistered.</param>
/// <param name="DefaultConfigs">Cluster-wide defaults of settings; null when they are as before.</param>
[GenerateSerializer, Immutable, Alias("Cloud.MetadataUpdate")]
public sealed record MetadataUpdate(
    [property: Id(0)] int ControllerEpoch,
    [property: Id(1)] long FromVersion,
    [property: Id(2)] long ToVersion,
    [property: Id(3)] ImmutableArray<BrokerMetadata> Brokers,
    [property: Id(4)] ImmutableArray<TopicMetadata> Topics,
    [property: Id(5)] ImmutableArray<Guid> RemovedTopics,
    [property: Id(6)] ImmutableArray<int> RemovedBrokers,
    [property: Id(7)] ImmutableSortedDictionary<string, string>? DefaultConfigs);
