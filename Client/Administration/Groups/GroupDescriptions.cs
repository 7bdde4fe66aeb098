using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>
/// Describes groups alike in whichever protocol they speak: as one of KIP-848 first, and as a classic one where the
/// coordinator says that it is none.
/// </summary>
internal sealed class GroupDescriptions(GroupCoordinators coordinators, ItemRetries retries)
{
    private const string ConsumerProtocol = "consumer";
    private const string DeadState = "Dead";

    public Task<AdminResults<string, GroupDescription>> Describe(
        IEnumerable<string> groups, CancellationToken cancellationToken) => retries.Run<string, GroupDescription>(
            "Describing groups",
            groups,
            isPatient: false,
            (pending, cancelled) => EachGroup.Ask(pending, group => Describe(group, cancelled)),
            cancellationToken);

    private static bool IsNoneOfKip848(KafkaError error) =>
        error is KafkaError.GroupIdNotFound or KafkaError.UnsupportedVersion;

    private static KafkaError ErrorOf(ConsumerGroupDescribeResponse response) =>
        response.Groups is [var group, ..] ? group.Error : KafkaError.UnknownServerError;

    // A group that is not there is "dead", without an error before version 6.
    private static KafkaError ErrorOf(DescribeGroupsResponse response) => response.Groups switch
    {
        [{ Error: KafkaError.None, GroupState: DeadState }, ..] => KafkaError.GroupIdNotFound,
        [var group, ..] => group.Error,
        _ => KafkaError.UnknownServerError,
    };

    private static GroupDescription Read(BrokerId coordinator, ConsumerGroupDescribeResponse.DescribedGroup group) =>
        new(
            group.GroupId,
            "consumer",
            group.GroupState,
            ConsumerProtocol,
            group.AssignorName,
            coordinator,
            [.. group.Members.OrderBy(member => member.MemberId, StringComparer.Ordinal).Select(Read)])
        {
            Epoch = group.GroupEpoch,
            AssignmentEpoch = group.AssignmentEpoch,
        };

    private static GroupMemberDescription Read(ConsumerGroupDescribeResponse.Member member) => new(
        member.MemberId, member.InstanceId, member.ClientId, member.ClientHost, Read(member.Assignment))
    {
        TargetAssignment = Read(member.TargetAssignment),
        Epoch = member.MemberEpoch,
        SubscribedTopics = member.SubscribedTopicNames,
        SubscribedPattern = member.SubscribedTopicRegex,
        Rack = member.RackId,
    };

    private static IReadOnlyList<TopicPartition> Read(ConsumerGroupDescribeResponse.MemberAssignment assignment) =>
    [
        .. from topic in assignment.TopicPartitions
           orderby topic.TopicName
           from partition in topic.Partitions.Order()
           select new TopicPartition(topic.TopicName, partition),
    ];

    private static GroupDescription Read(BrokerId coordinator, DescribeGroupsResponse.DescribedGroup group) => new(
        group.GroupId,
        "classic",
        group.GroupState,
        group.ProtocolType,
        group.ProtocolData,
        coordinator,
        [
            .. group.Members.OrderBy(member => member.MemberId, StringComparer.Ordinal)
                .Select(member => Read(member, group.ProtocolType == ConsumerProtocol)),
        ]);

    private static GroupMemberDescription Read(DescribeGroupsResponse.DescribedGroupMember member, bool isConsumer) =>
        new(
            member.MemberId,
            member.GroupInstanceId,
            member.ClientId,
            member.ClientHost,
            isConsumer ? ClassicMembers.AssignmentOf(member.MemberAssignment) : [])
        {
            SubscribedTopics = isConsumer ? ClassicMembers.SubscriptionOf(member.MemberMetadata) : [],
        };

    private async Task<AdminResult<GroupDescription>> Describe(string group, CancellationToken cancellationToken)
    {
        try
        {
            var request = new ConsumerGroupDescribeRequest { GroupIds = [group] };
            var (coordinator, response) = await coordinators.Send(
                group, request, ErrorOf, cancellationToken).ConfigureAwait(false);
            if (!IsNoneOfKip848(ErrorOf(response)))
            {
                return Result(
                    ErrorOf(response),
                    response.Groups is [var described, ..] ? described.ErrorMessage : null,
                    group,
                    () => Read(coordinator, response.Groups[0]));
            }
        }
        catch (UnsupportedByBrokerException)
        {
            // Older than KIP-848: then no group is of it.
        }

        return await DescribeClassic(group, cancellationToken).ConfigureAwait(false);
    }

    private async Task<AdminResult<GroupDescription>> DescribeClassic(
        string group, CancellationToken cancellationToken)
    {
        var request = new DescribeGroupsRequest { Groups = [group] };
        var (coordinator, response) = await coordinators.Send(
            group, request, ErrorOf, cancellationToken).ConfigureAwait(false);
        return Result(ErrorOf(response), null, group, () => Read(coordinator, response.Groups[0]));
    }

    private static AdminResult<GroupDescription> Result(
        KafkaError error, string? message, string group, Func<GroupDescription> value) =>
        AdminFailure.Result(error, message, $"Group '{group}'", value);
}
