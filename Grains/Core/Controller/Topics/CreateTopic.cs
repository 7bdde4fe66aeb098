using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Topics;

/// <summary>A new topic.</summary>
/// <param name="PartitionCount">-1 for the default, and where there is an assignment.</param>
/// <param name="ReplicationFactor">-1 for the default, and where there is an assignment.</param>
/// <param name="Assignment">Brokers by partition; null to have them chosen.</param>
/// <param name="IsValidateOnly">Only to see whether it would work.</param>
public sealed record CreateTopic(
    string Name,
    int PartitionCount,
    int ReplicationFactor,
    ImmutableSortedDictionary<int, ImmutableArray<BrokerId>>? Assignment,
    ImmutableSortedDictionary<string, string> Configs,
    bool IsInternal = false,
    bool IsValidateOnly = false);
