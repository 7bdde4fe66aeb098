using Cloud.Protocol.Errors;

namespace Cloud.Core.Groups.Classic;

/// <summary>Who may commit offsets of a classic group.</summary>
internal static class ClassicOffsetRules
{
    public static KafkaError ValidateCommit(
        ClassicGroup group, string memberId, string? instanceId, int generation, bool isTransactional)
    {
        if (generation < 0 && group.IsEmpty)
        {
            // From outside: a tool, or a consumer that assigns itself.
            return KafkaError.None;
        }

        if (generation >= 0 || memberId.Length > 0 || instanceId is not null)
        {
            var error = group.Validate(memberId, instanceId);
            if (error is not KafkaError.None)
            {
                return error;
            }

            if (generation != group.Generation)
            {
                return KafkaError.IllegalGeneration;
            }
        }
        else if (!isTransactional && !group.IsEmpty)
        {
            return KafkaError.UnknownMemberId;
        }

        // Its generation has begun, but nobody has been assigned anything in it.
        return !isTransactional && group.State is ClassicGroupState.CompletingRebalance
            ? KafkaError.RebalanceInProgress
            : KafkaError.None;
    }
}
