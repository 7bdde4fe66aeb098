using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Consumers;

/// <summary>A member leaves a KIP-848 group: for good, or as a static member that may be back.</summary>
internal static class ConsumerLeave
{
    public static ConsumerGroupHeartbeatResponse Decide(
        ConsumerGroup group, GroupStep step, ConsumerGroupHeartbeatRequest request)
    {
        var member = request.InstanceId is { } instanceId
            ? group.FindStatic(instanceId)
            : group.Find(request.MemberId);
        if (member is null)
        {
            return new()
            {
                Error = KafkaError.UnknownMemberId,
                ErrorMessage = $"Group {group.Id} has no member {request.InstanceId ?? request.MemberId}.",
            };
        }

        if (member.MemberId != request.MemberId)
        {
            return new()
            {
                Error = KafkaError.FencedInstanceId,
                ErrorMessage = $"Instance {request.InstanceId} is held by {member.MemberId} now.",
            };
        }

        if (request.MemberEpoch == MemberEpoch.LeaveStatic)
        {
            LeaveForAWhile(group, step, member);
        }
        else
        {
            ConsumerMembership.Remove(group, step, [member.MemberId]);
        }

        return new() { MemberId = request.MemberId, MemberEpoch = request.MemberEpoch };
    }

    // It says that it has given up everything; its partitions wait for it until its session is over.
    private static void LeaveForAWhile(ConsumerGroup group, GroupStep step, ConsumerMember member)
    {
        var away = member.InEpoch(MemberEpoch.LeaveStatic) with
        {
            State = MemberState.Stable,
            PendingRevocation = PartitionSet.Empty,
        };
        step.Write(ConsumerRecords.Current(group.Id, away));
        group.Timers.Heard(away, step.Now, step.Options);
    }
}
