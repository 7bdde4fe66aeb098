using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Classic;

/// <summary>Heartbeat, versions 0 to 4: keeps a member's session, and tells it to join again.</summary>
internal static class ClassicHeartbeat
{
    public static KafkaError Decide(ClassicGroup group, GroupStep step, HeartbeatRequest request)
    {
        var error = group.Validate(request.MemberId, request.GroupInstanceId);
        if (error is not KafkaError.None)
        {
            return error;
        }

        if (group.IsEmpty)
        {
            return KafkaError.UnknownMemberId;
        }

        if (request.GenerationId != group.Generation)
        {
            return KafkaError.IllegalGeneration;
        }

        group.Find(request.MemberId)!.Touch(step.Now);
        return group.State is ClassicGroupState.PreparingRebalance ? KafkaError.RebalanceInProgress : KafkaError.None;
    }
}
