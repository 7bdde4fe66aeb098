using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Reassignment;

/// <summary>A reassignment that is under way.</summary>
/// <param name="CaughtUp">Of those being added, the ones that are in sync already.</param>
public sealed record OngoingReassignment(
    TopicPartition Partition,
    ImmutableArray<BrokerId> Replicas,
    ImmutableArray<BrokerId> AddingReplicas,
    ImmutableArray<BrokerId> RemovingReplicas,
    ImmutableArray<BrokerId> CaughtUp);
