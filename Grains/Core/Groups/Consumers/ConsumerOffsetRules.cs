using Cloud.Protocol.Errors;

namespace Cloud.Core.Groups.Consumers;

/// <summary>Who may commit and read offsets of a KIP-848 group.</summary>
internal static class ConsumerOffsetRules
{
    // Only from this version on does a client understand that its epoch is stale.
    private const short MemberEpochVersion = 9;

    public static KafkaError ValidateCommit(
        ConsumerGroup group, string memberId, int epoch, short version, bool isTransactional)
    {
        if (epoch < 0 && group.Members.Count == 0)
        {
            return KafkaError.None;
        }

        if (group.Find(memberId) is not { } member)
        {
            return KafkaError.UnknownMemberId;
        }

        return !isTransactional && !member.IsClassic && version < MemberEpochVersion
            ? KafkaError.UnsupportedVersion
            : ValidateEpoch(member, epoch);
    }

    public static KafkaError ValidateFetch(ConsumerGroup group, string? memberId, int epoch)
    {
        if (memberId is null && epoch < 0)
        {
            return KafkaError.None;
        }

        return group.Find(memberId ?? "") is { } member ? ValidateEpoch(member, epoch) : KafkaError.UnknownMemberId;
    }

    private static KafkaError ValidateEpoch(ConsumerMember member, int epoch) =>
        epoch == member.Epoch ? KafkaError.None
        : member.IsClassic ? KafkaError.IllegalGeneration
        : KafkaError.StaleMemberEpoch;
}
