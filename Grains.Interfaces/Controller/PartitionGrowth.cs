using System.Collections.Immutable;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>More partitions for a topic.</summary>
/// <param name="TotalCount">How many it is to have afterwards.</param>
/// <param name="Assignments">Brokers of each new partition in turn; empty to have them chosen.</param>
[GenerateSerializer, Immutable, Alias("Cloud.PartitionGrowth")]
public sealed record PartitionGrowth(
    [property: Id(0)] string Topic,
    [property: Id(1)] int TotalCount,
    [property: Id(2)] ImmutableArray<ImmutableArray<int>> Assignments,
    [property: Id(3)] bool IsValidateOnly = false);
