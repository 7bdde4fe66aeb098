using System.Collections.Immutable;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>A reassignment that is under way.</summary>
/// <param name="CaughtUp">Of those being added, the ones that are in sync already.</param>
[GenerateSerializer, Immutable, Alias("Cloud.OngoingMove")]
public sealed record OngoingMove(
    [property: Id(0)] TopicPartitionName Partition,
    [property: Id(1)] ImmutableArray<int> Replicas,
    [property: Id(2)] ImmutableArray<int> AddingReplicas,
    [property: Id(3)] ImmutableArray<int> RemovingReplicas,
    [property: Id(4)] ImmutableArray<int> CaughtUp);
