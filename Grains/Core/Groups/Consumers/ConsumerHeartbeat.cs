using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Consumers;

/// <summary>
/// ConsumerGroupHeartbeat, versions 0 and 1: joins, keeps and leaves a KIP-848 group, acknowledges what the member has,
/// and answers what it is to have.
/// </summary>
internal static class ConsumerHeartbeat
{
    public static ConsumerGroupHeartbeatResponse Decide(
        GroupStep step, ConsumerGroupHeartbeatRequest request, RequestContext context)
    {
        if (HeartbeatRules.Check(request, context.ApiVersion, step.Options) is { } problem)
        {
            return Refuse(problem.Error, problem.Message);
        }

        var isJoining = request.MemberEpoch == MemberEpoch.Join;
        if (GroupMigration.FindOrUpgrade(step, request.GroupId, isJoining) is not { } group)
        {
            return Refuse(KafkaError.GroupIdNotFound, $"There is no KIP-848 group {request.GroupId}.");
        }

        return request.MemberEpoch is MemberEpoch.Leave or MemberEpoch.LeaveStatic
            ? ConsumerLeave.Decide(group, step, request)
            : Keep(group, step, request, context);
    }

    private static ConsumerGroupHeartbeatResponse Keep(
        ConsumerGroup group, GroupStep step, ConsumerGroupHeartbeatRequest request, RequestContext context)
    {
        var memberId = request.MemberId.Length == 0 ? KafkaUuid.Format(context.FreshId) : request.MemberId;
        var owned = OwnedBy(request);
        var admitted = new ConsumerAdmission(group, step).Admit(
            memberId, request.InstanceId, request.MemberEpoch, owned);
        if (!admitted.IsOk)
        {
            return Refuse(admitted.Error, admitted.Message);
        }

        var before = admitted.Value;
        var hasChanged = ConsumerMembership.Update(group, step, before, Updated(before, request, context));
        new ConsumerEvolution(group, step).Evolve(hasChanged);
        var after = ConsumerMembership.Reconcile(group, step, memberId, owned);
        return Answer(step, request, before, after);
    }

    private static ConsumerMember Updated(
        ConsumerMember member, ConsumerGroupHeartbeatRequest request, RequestContext context) => member with
        {
            InstanceId = request.InstanceId ?? member.InstanceId,
            RackId = request.RackId ?? member.RackId,
            ClientId = context.ClientId,
            ClientHost = context.ClientHost,
            RebalanceTimeout = request.RebalanceTimeout < TimeSpan.Zero
                ? member.RebalanceTimeout
                : request.RebalanceTimeout,
            Topics = request.SubscribedTopicNames ?? member.Topics,
            Regex = request.SubscribedTopicRegex switch
            {
                null => member.Regex,
                "" => null,
                var regex => regex,
            },
            ServerAssignor = request.ServerAssignor ?? member.ServerAssignor,
            Classic = null,
        };

    // The assignment is sent when it changes, and to a member that may not have it.
    private static ConsumerGroupHeartbeatResponse Answer(
        GroupStep step, ConsumerGroupHeartbeatRequest request, ConsumerMember before, ConsumerMember after)
    {
        var isFullRequest = request.MemberEpoch == MemberEpoch.Join
            || (request.RebalanceTimeout >= TimeSpan.Zero
                && (request.SubscribedTopicNames is not null || request.SubscribedTopicRegex is not null)
                && request.TopicPartitions is not null);
        var isNews = isFullRequest
            || request.MemberEpoch != before.Epoch
            || !before.Assigned.Equals(after.Assigned);
        return new()
        {
            MemberId = after.MemberId,
            MemberEpoch = after.Epoch,
            HeartbeatInterval = step.Options.ConsumerHeartbeatInterval,
            Assignment = isNews ? AssignmentOf(after) : null,
        };
    }

    private static ConsumerGroupHeartbeatResponse.MemberAssignment AssignmentOf(ConsumerMember member) => new()
    {
        TopicPartitions = member.Assigned.ByTopic((topic, partitions) =>
            new ConsumerGroupHeartbeatResponse.TopicPartitionList { TopicId = topic, Partitions = partitions }),
    };

    private static PartitionSet? OwnedBy(ConsumerGroupHeartbeatRequest request) =>
        request.TopicPartitions is not { } topics
            ? null
            : PartitionSet.Of(topics.SelectMany(topic =>
                topic.Partitions.Select(partition => new TopicIdPartition(topic.TopicId, partition))));

    private static ConsumerGroupHeartbeatResponse Refuse(KafkaError error, string message) =>
        new() { Error = error, ErrorMessage = message };
}
