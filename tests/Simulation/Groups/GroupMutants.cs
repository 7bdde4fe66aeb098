using Cloud.Core.Groups;
using Cloud.Protocol.Errors;

namespace Cloud.Simulation.Groups;

/// <summary>The rules of groups with one of them left out.</summary>
internal sealed class GroupMutants(GroupMutation mutation) : IGroupRules
{
    public static IGroupRules RulesOf(GroupMutation mutation) => new GroupMutants(mutation);

    public KafkaError Commit(KafkaError verdict) =>
        mutation is GroupMutation.StaleMembersMayCommit ? KafkaError.None : verdict;

    public bool IsFree(string? owner) =>
        mutation is GroupMutation.PartitionsAreGivenBeforeTheyAreFree || owner is null;

    public int EpochAfterRevocation(int epoch) =>
        mutation is GroupMutation.RevocationKeepsTheEpoch ? epoch : epoch + 1;
}
