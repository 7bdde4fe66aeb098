using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Classic;

/// <summary>LeaveGroup, versions 0 to 5: one member for itself, or several at an administrator's word.</summary>
internal static class ClassicLeave
{
    public static LeaveGroupResponse Decide(ClassicGroup? group, GroupStep step, LeaveGroupRequest request)
    {
        if (request.MemberId.Length > 0 && request.Members.IsEmpty)
        {
            var alone = new LeaveGroupRequest.MemberIdentity { MemberId = request.MemberId };
            return new() { Error = LeaveAll(group, step, [alone])[0] };
        }

        var errors = LeaveAll(group, step, [.. request.Members]);
        return new()
        {
            Members =
            [
                .. request.Members.Select((member, index) => new LeaveGroupResponse.MemberResponse
                {
                    MemberId = member.MemberId,
                    GroupInstanceId = member.GroupInstanceId,
                    Error = errors[index],
                }),
            ],
        };
    }

    // One rebalance for all of them.
    private static KafkaError[] LeaveAll(
        ClassicGroup? group, GroupStep step, LeaveGroupRequest.MemberIdentity[] members)
    {
        if (group is null)
        {
            return Array.ConvertAll(members, _ => KafkaError.UnknownMemberId);
        }

        var rebalance = new ClassicRebalance(group, step);
        var errors = Array.ConvertAll(members, member => Leave(group, rebalance, member));
        if (errors.Contains(KafkaError.None))
        {
            rebalance.MembersChanged();
        }

        return errors;
    }

    private static KafkaError Leave(
        ClassicGroup group, ClassicRebalance rebalance, LeaveGroupRequest.MemberIdentity identity)
    {
        if (group.PendingMembers.Remove(identity.MemberId))
        {
            return KafkaError.None;
        }

        // An administrator may name an instance without knowing its member id.
        var memberId = identity is { MemberId.Length: 0, GroupInstanceId: not null }
            ? group.FindStatic(identity.GroupInstanceId)?.MemberId ?? ""
            : identity.MemberId;
        var error = group.Validate(memberId, identity.GroupInstanceId);
        if (error is KafkaError.None)
        {
            rebalance.Remove(group.Find(memberId)!);
        }

        return error;
    }
}
