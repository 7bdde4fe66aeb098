using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>A move of replicas that is under way.</summary>
/// <param name="Replicas">All of the partition, those to be added and removed included.</param>
/// <param name="Adding">Those that are catching up.</param>
/// <param name="Removing">Those that go when the move is done.</param>
public sealed record PartitionReassignment(
    IReadOnlyList<BrokerId> Replicas, IReadOnlyList<BrokerId> Adding, IReadOnlyList<BrokerId> Removing);
