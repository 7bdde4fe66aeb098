using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Classic;

/// <summary>What DescribeGroups, versions 0 to 6, shows of a group.</summary>
internal static class ClassicDescription
{
    // From this version on, a group that is not there is an error; before, it is a dead one.
    private const short GroupIdNotFoundVersion = 6;

    public static DescribeGroupsResponse.DescribedGroup Of(ClassicGroup group) => new()
    {
        GroupId = group.Id,
        GroupState = group.State.ToString(),
        ProtocolType = group.ProtocolType ?? "",
        ProtocolData = group.State is ClassicGroupState.Stable ? group.Protocol ?? "" : "",
        Members =
        [
            .. group.Members.Select(member => new DescribeGroupsResponse.DescribedGroupMember
            {
                MemberId = member.MemberId,
                GroupInstanceId = member.InstanceId,
                ClientId = member.ClientId,
                ClientHost = member.ClientHost,
                MemberMetadata = group is { State: ClassicGroupState.Stable, Protocol: { } protocol }
                    ? member.MetadataFor(protocol)
                    : default(ReadOnlyMemory<byte>),
                MemberAssignment = member.Assignment,
            }),
        ],
    };

    public static DescribeGroupsResponse.DescribedGroup Dead(string groupId, short version) => new()
    {
        GroupId = groupId,
        GroupState = "Dead",
        Error = version >= GroupIdNotFoundVersion ? KafkaError.GroupIdNotFound : KafkaError.None,
        ErrorMessage = version >= GroupIdNotFoundVersion ? $"There is no classic group {groupId}." : null,
    };
}
