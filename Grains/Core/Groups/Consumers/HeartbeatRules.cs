using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Consumers;

/// <summary>What must hold of a ConsumerGroupHeartbeat whatever the group's state.</summary>
internal static class HeartbeatRules
{
    // From this version on, members make their own ids, which lets them repeat a join.
    private const short OwnMemberIdVersion = 1;

    /// <summary>Null when all is well; else error and message.</summary>
    public static (KafkaError Error, string Message)? Check(
        ConsumerGroupHeartbeatRequest request, short version, GroupOptions options)
    {
        if (request.GroupId.Length == 0)
        {
            return Invalid("GroupId must not be empty.");
        }

        if (request.InstanceId is { Length: 0 } || request.RackId is { Length: 0 })
        {
            return Invalid("InstanceId and RackId must not be empty.");
        }

        if (request.MemberId.Length == 0 && (request.MemberEpoch != MemberEpoch.Join || version >= OwnMemberIdVersion))
        {
            return Invalid("MemberId must not be empty.");
        }

        if (CheckEpoch(request) is { } problem)
        {
            return problem;
        }

        if (request.ServerAssignor is { } name && !options.ConsumerAssignors.Contains(name))
        {
            var known = string.Join(", ", options.ConsumerAssignors);
            return (KafkaError.UnsupportedAssignor, $"Assignor {name} is not one of {known}.");
        }

        return request.SubscribedTopicRegex is { Length: > 0 } regex && TopicRegex.TryParse(regex) is null
            ? (KafkaError.InvalidRegularExpression, $"`{regex}` is no pattern that can be matched in linear time.")
            : null;
    }

    private static (KafkaError Error, string Message)? CheckEpoch(ConsumerGroupHeartbeatRequest request) =>
        request.MemberEpoch switch
        {
            > MemberEpoch.Join or MemberEpoch.Leave => null,
            MemberEpoch.LeaveStatic =>
                request.InstanceId is null ? Invalid("InstanceId must be set to leave as a static member.") : null,
            MemberEpoch.Join => CheckJoin(request),
            _ => Invalid("MemberEpoch is not valid."),
        };

    private static (KafkaError Error, string Message)? CheckJoin(ConsumerGroupHeartbeatRequest request)
    {
        if (request.RebalanceTimeout < TimeSpan.Zero)
        {
            return Invalid("RebalanceTimeoutMs must be set to join.");
        }

        if (request.TopicPartitions is not { IsEmpty: true })
        {
            return Invalid("TopicPartitions must be empty to join.");
        }

        return request.SubscribedTopicNames is null or { IsEmpty: true } && request.SubscribedTopicRegex is null or ""
            ? Invalid("SubscribedTopicNames or SubscribedTopicRegex must be set to join.")
            : null;
    }

    private static (KafkaError Error, string Message) Invalid(string message) => (KafkaError.InvalidRequest, message);
}
