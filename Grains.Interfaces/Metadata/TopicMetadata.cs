using System.Collections.Immutable;

namespace Cloud.Grains.Interfaces.Metadata;

/// <summary>A topic as the controller has committed it.</summary>
/// <param name="TopicId">Its identity (KIP-516); the name is for people.</param>
/// <param name="Configs">Only what was set for this topic, by Kafka's keys.</param>
[GenerateSerializer, Immutable, Alias("Cloud.TopicMetadata")]
public sealed record TopicMetadata(
    [property: Id(0)] Guid TopicId,
    [property: Id(1)] string Name,
    [property: Id(2)] bool IsInternal,
    [property: Id(3)] ImmutableSortedDictionary<string, string> Configs,
    [property: Id(4)] ImmutableArray<PartitionMetadata> Partitions);
