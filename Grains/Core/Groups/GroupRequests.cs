using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups;

/// <summary>The requests that are about one group.</summary>
public static class GroupRequests
{
    public static string GroupIdOf(IRequest request) => request switch
    {
        JoinGroupRequest join => join.GroupId,
        SyncGroupRequest sync => sync.GroupId,
        HeartbeatRequest heartbeat => heartbeat.GroupId,
        LeaveGroupRequest leave => leave.GroupId,
        ConsumerGroupHeartbeatRequest heartbeat => heartbeat.GroupId,
        OffsetCommitRequest commit => commit.GroupId,
        OffsetDeleteRequest delete => delete.GroupId,
        _ => throw new InvariantBrokenException($"Invariant broken: {request.GetType().Name} is about one group"),
    };

    /// <summary>Whether it is a request about this group and no other.</summary>
    public static bool IsAbout(IRequest request, string groupId) => request switch
    {
        OffsetFetchRequest { Groups: { IsDefaultOrEmpty: false } groups } =>
            groups.Length == 1 && groups[0].GroupId == groupId,
        OffsetFetchRequest fetch => fetch.GroupId == groupId,
        DescribeGroupsRequest describe => describe.Groups is [var only] && only == groupId,
        ConsumerGroupDescribeRequest describe => describe.GroupIds is [var only] && only == groupId,
        DeleteGroupsRequest delete => delete.GroupsNames is [var only] && only == groupId,
        JoinGroupRequest or SyncGroupRequest or HeartbeatRequest or LeaveGroupRequest or ConsumerGroupHeartbeatRequest
            or OffsetCommitRequest or OffsetDeleteRequest => GroupIdOf(request) == groupId,
        _ => false,
    };

    /// <summary>
    /// Offsets may be kept under the empty id, as old consumers do that assign themselves; no member may have it.
    /// </summary>
    public static bool IsOfMember(IRequest request) => request is not (OffsetCommitRequest or OffsetDeleteRequest);

    /// <summary>The answer of somebody who cannot decide: no coordinator, one that loads, one that failed.</summary>
    public static IResponse Refuse(IRequest request, KafkaError error) => request switch
    {
        JoinGroupRequest join => Classic.ClassicReplies.JoinRefused(join.MemberId, error),
        SyncGroupRequest => new SyncGroupResponse { Error = error },
        HeartbeatRequest => new HeartbeatResponse { Error = error },
        LeaveGroupRequest => new LeaveGroupResponse { Error = error },
        ConsumerGroupHeartbeatRequest => new ConsumerGroupHeartbeatResponse { Error = error },
        OffsetCommitRequest commit => Refuse(commit, error),
        OffsetDeleteRequest => new OffsetDeleteResponse { Error = error },
        _ => throw new InvariantBrokenException($"Invariant broken: {request.GetType().Name} is about one group"),
    };

    private static OffsetCommitResponse Refuse(OffsetCommitRequest request, KafkaError error) => new()
    {
        Topics =
        [
            .. request.Topics.Select(topic => new OffsetCommitResponse.Topic
            {
                Name = topic.Name,
                Partitions =
                [
                    .. topic.Partitions.Select(partition => new OffsetCommitResponse.Partition
                    {
                        PartitionIndex = partition.PartitionIndex,
                        Error = error,
                    }),
                ],
            }),
        ],
    };
}
