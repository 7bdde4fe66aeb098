using System.Collections.Immutable;
using Cloud.Core.Groups.Classic;
using Cloud.Core.Groups.Records;
using Cloud.Protocol;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups.Consumers;

/// <summary>KIP-848 groups as records, and back.</summary>
internal static class ConsumerRecords
{
    public static GroupRecord Epoch(string groupId, int epoch) => new(
        new ConsumerGroupMetadataKey { GroupId = groupId }, new ConsumerGroupMetadataValue { Epoch = epoch });

    public static GroupRecord Topics(string groupId, ImmutableSortedDictionary<string, SubscribedTopic> topics) => new(
        new ConsumerGroupPartitionMetadataKey { GroupId = groupId },
        new ConsumerGroupPartitionMetadataValue
        {
            Topics =
            [
                .. topics.Select(topic => new ConsumerGroupPartitionMetadataValue.TopicMetadata
                {
                    TopicId = topic.Value.Id,
                    TopicName = topic.Key,
                    NumPartitions = topic.Value.PartitionCount,
                }),
            ],
        });

    public static GroupRecord Member(string groupId, ConsumerMember member) => new(
        MemberKey(groupId, member.MemberId),
        new ConsumerGroupMemberMetadataValue
        {
            InstanceId = member.InstanceId,
            RackId = member.RackId,
            ClientId = member.ClientId,
            ClientHost = member.ClientHost,
            SubscribedTopicNames = member.Topics,
            SubscribedTopicRegex = member.Regex,
            RebalanceTimeout = member.RebalanceTimeout,
            ServerAssignor = member.ServerAssignor,
            ClassicMemberMetadata = member.Classic is { } classic ? ValueOf(classic) : null,
        });

    public static GroupRecord AssignmentEpoch(string groupId, int epoch) => new(
        new ConsumerGroupTargetAssignmentMetadataKey { GroupId = groupId },
        new ConsumerGroupTargetAssignmentMetadataValue { AssignmentEpoch = epoch });

    public static GroupRecord Target(string groupId, string memberId, PartitionSet target) => new(
        TargetKey(groupId, memberId),
        new ConsumerGroupTargetAssignmentMemberValue
        {
            TopicPartitions = target.ByTopic((topic, partitions) =>
                new ConsumerGroupTargetAssignmentMemberValue.TopicPartition
                {
                    TopicId = topic,
                    Partitions = partitions,
                }),
        });

    public static GroupRecord Current(string groupId, ConsumerMember member) => new(
        CurrentKey(groupId, member.MemberId),
        new ConsumerGroupCurrentMemberAssignmentValue
        {
            MemberEpoch = member.Epoch,
            PreviousMemberEpoch = member.PreviousEpoch,
            State = (sbyte)member.State,
            AssignedPartitions = member.Assigned.ByTopic(Partitions),
            PartitionsPendingRevocation = member.PendingRevocation.ByTopic(Partitions),
        });

    public static GroupRecord Regex(string groupId, string regex, ResolvedRegex resolved, Instant now) => new(
        new ConsumerGroupRegularExpressionKey { GroupId = groupId, RegularExpression = regex },
        new ConsumerGroupRegularExpressionValue
        {
            Topics = resolved.Topics,
            Version = resolved.Version,
            Timestamp = now,
        });

    public static GroupRecord RegexGone(string groupId, string regex) => new(
        new ConsumerGroupRegularExpressionKey { GroupId = groupId, RegularExpression = regex }, null);

    /// <summary>What is written when a member goes, its partitions first: then they are free.</summary>
    public static IEnumerable<GroupRecord> MemberGone(string groupId, string memberId) =>
    [
        new(CurrentKey(groupId, memberId), null),
        new(TargetKey(groupId, memberId), null),
        new(MemberKey(groupId, memberId), null),
    ];

    /// <summary>What is written when the group goes; its epoch last, since with it the group is there.</summary>
    public static IEnumerable<GroupRecord> GroupGone(ConsumerGroup group) =>
    [
        .. group.Members.Keys.SelectMany(memberId => MemberGone(group.Id, memberId)),
        .. group.Regexes.Keys.Select(regex => RegexGone(group.Id, regex)),
        new(new ConsumerGroupTargetAssignmentMetadataKey { GroupId = group.Id }, null),
        new(new ConsumerGroupPartitionMetadataKey { GroupId = group.Id }, null),
        new(new ConsumerGroupMetadataKey { GroupId = group.Id }, null),
    ];

    public static string GroupIdOf(IProtocolMessage key) => key switch
    {
        ConsumerGroupMetadataKey metadata => metadata.GroupId,
        ConsumerGroupPartitionMetadataKey partitions => partitions.GroupId,
        ConsumerGroupMemberMetadataKey member => member.GroupId,
        ConsumerGroupTargetAssignmentMetadataKey target => target.GroupId,
        ConsumerGroupTargetAssignmentMemberKey target => target.GroupId,
        ConsumerGroupCurrentMemberAssignmentKey current => current.GroupId,
        ConsumerGroupRegularExpressionKey regex => regex.GroupId,
        _ => throw new InvariantBrokenException($"Invariant broken: {key.GetType().Name} is about a group"),
    };

    public static ImmutableSortedDictionary<string, SubscribedTopic> TopicsOf(
        ConsumerGroupPartitionMetadataValue? value) =>
        (value?.Topics ?? []).ToImmutableSortedDictionary(
            topic => topic.TopicName,
            topic => new SubscribedTopic(topic.TopicId, topic.NumPartitions),
            StringComparer.Ordinal);

    public static ConsumerMember WithMetadata(ConsumerMember member, ConsumerGroupMemberMetadataValue value) =>
        member with
        {
            InstanceId = value.InstanceId,
            RackId = value.RackId,
            ClientId = value.ClientId,
            ClientHost = value.ClientHost,
            Topics = value.SubscribedTopicNames,
            Regex = value.SubscribedTopicRegex,
            RebalanceTimeout = value.RebalanceTimeout,
            ServerAssignor = value.ServerAssignor,
            Classic = value.ClassicMemberMetadata is { } classic ? FacetOf(classic) : null,
        };

    public static PartitionSet TargetOf(ConsumerGroupTargetAssignmentMemberValue value) => PartitionSet.Of(
        value.TopicPartitions.SelectMany(topic =>
            topic.Partitions.Select(partition => new TopicIdPartition(topic.TopicId, partition))));

    /// <param name="value">Null: it has joined and owns nothing.</param>
    public static ConsumerMember WithAssignment(
        ConsumerMember member, ConsumerGroupCurrentMemberAssignmentValue? value) => member with
        {
            Epoch = value?.MemberEpoch ?? MemberEpoch.Join,
            PreviousEpoch = value?.PreviousMemberEpoch ?? MemberEpoch.Join,
            State = (MemberState)(value?.State ?? 0),
            Assigned = SetOf(value?.AssignedPartitions ?? []),
            PendingRevocation = SetOf(value?.PartitionsPendingRevocation ?? []),
        };

    private static PartitionSet SetOf(
        ImmutableArray<ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions> topics) => PartitionSet.Of(
        topics.SelectMany(topic =>
            topic.Partitions.Select(partition => new TopicIdPartition(topic.TopicId, partition))));

    private static ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions Partitions(
        TopicId topic, ImmutableArray<int> partitions) => new() { TopicId = topic, Partitions = partitions };

    private static ConsumerGroupMemberMetadataKey MemberKey(string groupId, string memberId) =>
        new() { GroupId = groupId, MemberId = memberId };

    private static ConsumerGroupTargetAssignmentMemberKey TargetKey(string groupId, string memberId) =>
        new() { GroupId = groupId, MemberId = memberId };

    private static ConsumerGroupCurrentMemberAssignmentKey CurrentKey(string groupId, string memberId) =>
        new() { GroupId = groupId, MemberId = memberId };

    private static ConsumerGroupMemberMetadataValue.ClassicMember ValueOf(ClassicFacet classic) => new()
    {
        SessionTimeout = classic.SessionTimeout,
        SupportedProtocols =
        [
            .. classic.Protocols.Select(protocol => new ConsumerGroupMemberMetadataValue.ClassicProtocol
            {
                Name = protocol.Name,
                Metadata = protocol.Metadata,
            }),
        ],
    };

    private static ClassicFacet FacetOf(ConsumerGroupMemberMetadataValue.ClassicMember classic) => new(
        classic.SessionTimeout,
        [
            .. classic.SupportedProtocols.Select(protocol =>
                new ClassicProtocol(protocol.Name, protocol.Metadata.ToArray())),
        ]);
}
