using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Topics;

/// <summary>More partitions for a topic.</summary>
/// <param name="TotalCount">How many it is to have afterwards.</param>
/// <param name="Assignments">Brokers of each new partition in turn; null to have them chosen.</param>
public sealed record AddPartitions(
    string Topic,
    int TotalCount,
    ImmutableArray<ImmutableArray<BrokerId>>? Assignments,
    bool IsValidateOnly = false);
