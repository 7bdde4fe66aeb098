using System.Collections.Immutable;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>Where a partition is to be.</summary>
/// <param name="Replicas">Brokers in order of preference; null to cancel what is under way.</param>
[GenerateSerializer, Immutable, Alias("Cloud.ReassignmentChange")]
public sealed record ReassignmentChange(
    [property: Id(0)] TopicPartitionName Partition,
    [property: Id(1)] ImmutableArray<int>? Replicas);
