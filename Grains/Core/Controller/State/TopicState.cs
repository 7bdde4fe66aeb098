using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Controller.State;

/// <summary>A topic as the controller has committed it: one document in its store.</summary>
/// <param name="Configs">Only what was set for this topic, by Kafka's keys.</param>
public sealed record TopicState(
    TopicId Id,
    string Name,
    bool IsInternal,
    ImmutableSortedDictionary<string, string> Configs,
    ImmutableArray<PartitionState> Partitions);
