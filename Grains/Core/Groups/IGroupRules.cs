using Cloud.Protocol.Errors;

namespace Cloud.Core.Groups;

/// <summary>
/// The rules that keep two members from committing the same partition, in one place, so that the simulator can leave
/// one out and see that it is missed.
/// </summary>
internal interface IGroupRules
{
    static readonly IGroupRules Standard = new StandardRules();

    /// <summary>What becomes of a commit of which member, epoch and generation were found to be so.</summary>
    KafkaError Commit(KafkaError verdict) => verdict;

    /// <summary>Whether a partition may be given to a member, as somebody has it or still has to give it up.</summary>
    bool IsFree(string? owner) => owner is null;

    /// <summary>Of a member that says it has given up what it was told to: commits of the old epoch are over.</summary>
    int EpochAfterRevocation(int epoch) => epoch + 1;

    private sealed class StandardRules : IGroupRules;
}
