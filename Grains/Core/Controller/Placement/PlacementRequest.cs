using System.Collections.Immutable;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Placement;

/// <summary>Which partitions need brokers.</summary>
/// <param name="Brokers">All that are registered.</param>
/// <param name="Existing">Assignments of the topic's partitions so far: the new ones continue their balance.</param>
/// <param name="LoadOf">Replicas that a broker holds of all topics; decides between equals.</param>
internal sealed record PlacementRequest(
    IReadOnlyCollection<BrokerState> Brokers,
    ImmutableArray<ImmutableArray<BrokerId>> Existing,
    Func<BrokerId, int> LoadOf,
    int PartitionCount,
    int ReplicationFactor);
