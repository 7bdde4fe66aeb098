using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Reassignment;

/// <summary>Where a partition is to be.</summary>
/// <param name="Replicas">Brokers in order of preference; null to cancel what is under way.</param>
public sealed record ReassignmentTarget(TopicPartition Partition, ImmutableArray<BrokerId>? Replicas);
