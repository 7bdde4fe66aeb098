using Cloud.Core.Groups.Classic;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Consumers;

/// <summary>
/// Members of the classic protocol in a KIP-848 group. Their generation is their member epoch; a heartbeat that says
/// "rebalance" makes them join, where they acknowledge what they gave up and are led on; a sync brings the assignment.
/// </summary>
internal sealed class ClassicInConsumerGroup(ConsumerGroup group, GroupStep step)
{
    private const short MemberIdRequiredVersion = 4;

    public JoinGroupResponse Join(JoinGroupRequest request, RequestContext context)
    {
        var subscription = request.Protocols.IsEmpty ? null : ClassicSubscriptions.Read(request.Protocols[0].Metadata);
        if (request.ProtocolType != ClassicSubscriptions.ConsumerProtocolType || subscription is null
            || !SharesProtocol(request))
        {
            return ClassicReplies.JoinRefused(request.MemberId, KafkaError.InconsistentGroupProtocol);
        }

        var isUnknown = request.MemberId.Length == 0;
        var memberId = isUnknown
            ? $"{request.GroupInstanceId ?? context.ClientId}-{context.FreshId}"
            : request.MemberId;
        if (isUnknown && request.GroupInstanceId is null && context.ApiVersion >= MemberIdRequiredVersion)
        {
            return ClassicReplies.JoinRefused(memberId, KafkaError.MemberIdRequired);
        }

        var admitted = Admit(memberId, request.GroupInstanceId, isUnknown);
        if (!admitted.IsOk)
        {
            return ClassicReplies.JoinRefused(request.MemberId, admitted.Error);
        }

        var before = admitted.Value;
        var after = Updated(before, request, context, subscription);
        var hasChanged = ConsumerMembership.Update(group, step, before, after);
        new ConsumerEvolution(group, step).Evolve(hasChanged);
        var owned = ConsumerAssignments.OwnedBy(subscription, step.Topics);
        var member = ConsumerMembership.Reconcile(group, step, memberId, owned);
        return new()
        {
            GenerationId = member.Epoch,
            ProtocolType = ClassicSubscriptions.ConsumerProtocolType,
            ProtocolName = member.Classic!.Protocols[0].Name,
            MemberId = memberId,
        };
    }

    public SyncGroupResponse Sync(SyncGroupRequest request)
    {
        var error = Validate(request.MemberId, request.GroupInstanceId, request.GenerationId);
        if (error is not KafkaError.None)
        {
            return new() { Error = error };
        }

        var member = group.Find(request.MemberId)!;
        var protocol = member.Classic!.Protocols[0].Name;
        if (request.ProtocolType is not null and not ClassicSubscriptions.ConsumerProtocolType
            || (request.ProtocolName is { } name && name != protocol))
        {
            return new() { Error = KafkaError.InconsistentGroupProtocol };
        }

        if (group.Epoch > member.Epoch && member.State is not MemberState.UnrevokedPartitions)
        {
            return new() { Error = KafkaError.RebalanceInProgress };
        }

        group.Timers.Heard(member, step.Now, step.Options);
        return new()
        {
            ProtocolType = ClassicSubscriptions.ConsumerProtocolType,
            ProtocolName = protocol,
            Assignment = ConsumerAssignments.Write(member.Assigned, step.Topics),
        };
    }

    public KafkaError Heartbeat(HeartbeatRequest request)
    {
        var error = Validate(request.MemberId, request.GroupInstanceId, request.GenerationId);
        if (error is not KafkaError.None)
        {
            return error;
        }

        // Topics may have changed since anybody looked.
        new ConsumerEvolution(group, step).Evolve(hasChanged: false);
        var member = group.Find(request.MemberId)!;
        var mustJoin = MustJoin(member);
        group.Timers.Heard(member, step.Now, step.Options, mustJoin);
        return mustJoin ? KafkaError.RebalanceInProgress : KafkaError.None;
    }

    public LeaveGroupResponse Leave(LeaveGroupRequest request)
    {
        var isAlone = request.MemberId.Length > 0 && request.Members.IsEmpty;
        LeaveGroupRequest.MemberIdentity[] leaving =
            isAlone ? [new() { MemberId = request.MemberId }] : [.. request.Members];
        var gone = new List<string>();
        var errors = Array.ConvertAll(leaving, identity => Leave(identity, gone));
        if (gone.Count > 0)
        {
            ConsumerMembership.Remove(group, step, gone);
        }

        return isAlone
            ? new() { Error = errors[0] }
            : new()
            {
                Members =
                [
                    .. leaving.Zip(errors, (identity, error) => new LeaveGroupResponse.MemberResponse
                    {
                        MemberId = identity.MemberId,
                        GroupInstanceId = identity.GroupInstanceId,
                        Error = error,
                    }),
                ],
            };
    }

    private KafkaError Leave(LeaveGroupRequest.MemberIdentity identity, List<string> gone)
    {
        var member = identity.GroupInstanceId is { } instanceId
            ? group.FindStatic(instanceId)
            : group.Find(identity.MemberId);
        if (member is null || gone.Contains(member.MemberId))
        {
            return KafkaError.UnknownMemberId;
        }

        if (identity.MemberId.Length > 0 && identity.MemberId != member.MemberId)
        {
            return KafkaError.FencedInstanceId;
        }

        gone.Add(member.MemberId);
        return KafkaError.None;
    }

    private bool MustJoin(ConsumerMember member) =>
        member.Epoch < group.Epoch
        || member.State is MemberState.UnrevokedPartitions
        || (member.State is MemberState.UnreleasedPartitions && !IsWaiting(member));

    // Nothing that it is to have has been given up by its owner.
    private bool IsWaiting(ConsumerMember member) => group.TargetOf(member.MemberId)
        .Except(member.Assigned).All.All(partition => group.OwnerOf(partition) is not null);

    private Result<ConsumerMember> Admit(string memberId, string? instanceId, bool isUnknown)
    {
        var admission = new ConsumerAdmission(group, step);
        if (instanceId is not null && group.FindStatic(instanceId) is { } holder)
        {
            // The classic protocol has no word for "I am back": who holds the instance is replaced.
            return isUnknown ? Result<ConsumerMember>.Ok(admission.Replace(holder, memberId))
                : holder.MemberId == memberId ? Result<ConsumerMember>.Ok(holder)
                : Result<ConsumerMember>.Failed(KafkaError.FencedInstanceId);
        }

        if (group.Find(memberId) is { } member)
        {
            return Result<ConsumerMember>.Ok(member);
        }

        return admission.IsFull
            ? Result<ConsumerMember>.Failed(KafkaError.GroupMaxSizeReached)
            : Result<ConsumerMember>.Ok(new ConsumerMember(memberId));
    }

    private static ConsumerMember Updated(
        ConsumerMember member,
        JoinGroupRequest request,
        RequestContext context,
        ConsumerProtocolSubscription subscription) => member with
        {
            InstanceId = request.GroupInstanceId,
            RackId = subscription.RackId ?? member.RackId,
            ClientId = context.ClientId,
            ClientHost = context.ClientHost,
            Topics = subscription.Topics,
            Regex = null,
            RebalanceTimeout =
                request.RebalanceTimeout < TimeSpan.Zero ? request.SessionTimeout : request.RebalanceTimeout,
            Classic = new(
                request.SessionTimeout,
                [.. request.Protocols.Select(known => new ClassicProtocol(known.Name, known.Metadata.ToArray()))]),
        };

    // Should the group go back, its members must be able to agree.
    private bool SharesProtocol(JoinGroupRequest request) => request.Protocols.Any(protocol =>
        group.Members.Values
            .Where(member => member is { IsClassic: true } && member.MemberId != request.MemberId)
            .All(member => member.Classic!.Protocols.Any(known => known.Name == protocol.Name)));

    private KafkaError Validate(string memberId, string? instanceId, int generation)
    {
        var member = instanceId is null ? group.Find(memberId) : group.FindStatic(instanceId);
        return member is null ? KafkaError.UnknownMemberId
            : member.MemberId != memberId ? KafkaError.FencedInstanceId
            : !member.IsClassic ? KafkaError.UnknownMemberId
            : member.Epoch != generation ? KafkaError.IllegalGeneration
            : KafkaError.None;
    }
}
