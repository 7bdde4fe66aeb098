using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Consumers;

/// <summary>What ConsumerGroupDescribe, versions 0 and 1, shows of a group.</summary>
internal static class ConsumerDescription
{
    private const sbyte ClassicType = 0;
    private const sbyte ConsumerType = 1;

    public static ConsumerGroupDescribeResponse.DescribedGroup Of(
        ConsumerGroup group, TopicCatalog topics, GroupOptions options) => new()
    {
        GroupId = group.Id,
        GroupState = group.State.ToString(),
        GroupEpoch = group.Epoch,
        AssignmentEpoch = group.AssignmentEpoch,
        AssignorName = ConsumerEvolution.PreferredAssignor(group, options).Name,
        Members = [.. group.Members.Values.Select(member => MemberOf(group, member, topics))],
    };

    private static ConsumerGroupDescribeResponse.Member MemberOf(
        ConsumerGroup group, ConsumerMember member, TopicCatalog topics) => new()
        {
            MemberId = member.MemberId,
            InstanceId = member.InstanceId,
            RackId = member.RackId,
            MemberEpoch = member.Epoch,
            ClientId = member.ClientId,
            ClientHost = member.ClientHost,
            SubscribedTopicNames = [.. member.Topics.Order(StringComparer.Ordinal)],
            SubscribedTopicRegex = member.Regex,
            Assignment = AssignmentOf(member.Assigned, topics),
            TargetAssignment = AssignmentOf(group.TargetOf(member.MemberId), topics),
            MemberType = member.IsClassic ? ClassicType : ConsumerType,
        };

    private static ConsumerGroupDescribeResponse.MemberAssignment AssignmentOf(
        PartitionSet assigned, TopicCatalog topics) => new()
        {
            TopicPartitions = assigned.ByTopic((topic, partitions) =>
                new ConsumerGroupDescribeResponse.TopicPartitionList
                {
                    TopicId = topic,
                    TopicName = topics.Find(topic)?.Name ?? "",
                    Partitions = partitions,
                }),
        };
}
