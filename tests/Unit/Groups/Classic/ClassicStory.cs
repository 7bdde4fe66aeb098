using Cloud.Core.Groups;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Groups.Classic;

/// <summary>What classic members say, in few words.</summary>
internal static class ClassicStory
{
    public static readonly TimeSpan Session = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Rebalance = TimeSpan.FromSeconds(60);

    public static JoinGroupRequest JoinRequest(string memberId, string? instanceId = null, params string[] protocols) =>
        new()
        {
            GroupId = GroupFixture.Group,
            MemberId = memberId,
            GroupInstanceId = instanceId,
            SessionTimeout = Session,
            RebalanceTimeout = Rebalance,
            ProtocolType = "consumer",
            Protocols =
            [
                .. (protocols.Length == 0 ? ["range"] : protocols).Select(name => new JoinGroupRequest.Protocol
                {
                    Name = name,
                    Metadata = Subscription("orders"),
                }),
            ],
        };

    public static byte[] Subscription(params string[] topics) =>
        VersionedMessages.Write(new ConsumerProtocolSubscription { Topics = [.. topics] }, version: 3);

    /// <summary>The two steps of a new member: it is given an id, and joins with it.</summary>
    public static (string MemberId, Ticket Join) Join(this GroupFixture group, params string[] protocols)
    {
        var first = group.Ask<JoinGroupResponse>(JoinRequest("", null, protocols));
        Assert.Equal(KafkaError.MemberIdRequired, first.Error);
        return (first.MemberId, group.Send(JoinRequest(first.MemberId, null, protocols)));
    }

    public static Ticket Sync(this GroupFixture group, string memberId, int generation, params string[] assigned) =>
        group.Send(new SyncGroupRequest
        {
            GroupId = GroupFixture.Group,
            MemberId = memberId,
            GenerationId = generation,
            Assignments =
            [
                .. assigned.Select((member, index) => new SyncGroupRequest.RequestAssignment
                {
                    MemberId = member,
                    Assignment = new[] { (byte)(index + 1) },
                }),
            ],
        });

    public static KafkaError Heartbeat(
        this GroupFixture group, string memberId, int generation, string? instanceId = null) =>
        group.Ask<HeartbeatResponse>(new HeartbeatRequest
        {
            GroupId = GroupFixture.Group,
            MemberId = memberId,
            GenerationId = generation,
            GroupInstanceId = instanceId,
        }).Error;

    public static LeaveGroupResponse Leave(
        this GroupFixture group, params (string MemberId, string? InstanceId)[] who) =>
        group.Ask<LeaveGroupResponse>(new LeaveGroupRequest
        {
            GroupId = GroupFixture.Group,
            Members =
            [
                .. who.Select(member => new LeaveGroupRequest.MemberIdentity
                {
                    MemberId = member.MemberId,
                    GroupInstanceId = member.InstanceId,
                }),
            ],
        });

    /// <summary>A stable group of one, in generation 1.</summary>
    public static string Alone(this GroupFixture group)
    {
        var (memberId, _) = group.Join();
        group.Sync(memberId, generation: 1, memberId);
        return memberId;
    }

    /// <summary>A stable group of two, in generation 2; the first leads.</summary>
    public static (string Leader, string Follower) Pair(this GroupFixture group)
    {
        var leader = group.Alone();
        var (follower, _) = group.Join();
        group.Send(JoinRequest(leader));
        group.Sync(leader, generation: 2, leader, follower);
        group.Sync(follower, generation: 2);
        return (leader, follower);
    }
}
