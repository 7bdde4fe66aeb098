using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Classic;

/// <summary>SyncGroup, versions 0 to 5: the leader brings the assignment, each member fetches its part.</summary>
internal static class ClassicSync
{
    public static void Decide(ClassicGroup group, GroupStep step, SyncGroupRequest request, Ticket ticket)
    {
        var error = Validate(group, request);
        if (error is not KafkaError.None)
        {
            step.Reply(ticket, new SyncGroupResponse { Error = error });
            return;
        }

        var member = group.Find(request.MemberId)!;
        member.Touch(step.Now);
        if (group.State is ClassicGroupState.Stable)
        {
            group.PendingSyncs.Remove(member.MemberId);
            step.Reply(ticket, ClassicReplies.Synced(group, member, KafkaError.None));
            return;
        }

        step.Reply(member.Sync, ClassicReplies.Synced(group, member, KafkaError.RebalanceInProgress));
        member.Sync = ticket;
        group.PendingSyncs.Remove(member.MemberId);
        if (member.MemberId == group.LeaderId)
        {
            Assign(group, step, request);
        }
    }

    private static KafkaError Validate(ClassicGroup group, SyncGroupRequest request)
    {
        var error = group.Validate(request.MemberId, request.GroupInstanceId);
        if (error is not KafkaError.None)
        {
            return error;
        }

        if (request.GenerationId != group.Generation)
        {
            return KafkaError.IllegalGeneration;
        }

        if ((request.ProtocolType is { } type && type != group.ProtocolType)
            || (request.ProtocolName is { } name && name != group.Protocol))
        {
            return KafkaError.InconsistentGroupProtocol;
        }

        return group.State switch
        {
            ClassicGroupState.Empty => KafkaError.UnknownMemberId,
            ClassicGroupState.PreparingRebalance => KafkaError.RebalanceInProgress,
            _ => KafkaError.None,
        };
    }

    // Who is left out gets an empty assignment; who is no member, none.
    private static void Assign(ClassicGroup group, GroupStep step, SyncGroupRequest request)
    {
        foreach (var assigned in request.Assignments)
        {
            if (group.Find(assigned.MemberId) is { } member)
            {
                member.Assignment = assigned.Assignment.ToArray();
            }
        }

        group.Enter(ClassicGroupState.Stable, step.Now);
        step.WriteSnapshot(group);
        new ClassicRebalance(group, step).AnswerSyncs(KafkaError.None);
    }
}
