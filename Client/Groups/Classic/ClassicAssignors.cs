using System.Diagnostics;
using Cloud.Protocol.Assignors;

namespace Cloud.Client;

/// <summary>The assignors of members, by the options that choose them and by the names that groups use.</summary>
internal static class ClassicAssignors
{
    public static IAssignor Of(PartitionAssignmentStrategy strategy) => strategy switch
    {
        PartitionAssignmentStrategy.Range => Assignor.Range,
        PartitionAssignmentStrategy.RoundRobin => Assignor.RoundRobin,
        PartitionAssignmentStrategy.Sticky => Assignor.Sticky,
        PartitionAssignmentStrategy.CooperativeSticky => Assignor.CooperativeSticky,
        _ => throw new UnreachableException($"Unknown strategy {strategy}"),
    };

    /// <summary>Null for one that this member did not offer.</summary>
    public static IAssignor? Find(string? name, ConsumerOptions options) =>
        options.PartitionAssignmentStrategies.Select(Of).FirstOrDefault(assignor => assignor.Name == name);

    /// <summary>Whether members keep what does not move while the group rebalances.</summary>
    public static bool AreCooperative(ConsumerOptions options) => options.PartitionAssignmentStrategies
        .All(strategy => strategy is PartitionAssignmentStrategy.CooperativeSticky);
}
