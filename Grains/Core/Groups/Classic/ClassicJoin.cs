using System.Collections.Immutable;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Classic;

/// <summary>
/// JoinGroup, versions 0 to 9: one request, decided on a classic group that exists or was made for it.
/// </summary>
internal sealed class ClassicJoin(
    ClassicGroup group, GroupStep step, JoinGroupRequest request, RequestContext context, Ticket ticket)
{
    // KIP-394: from this version on, a member without an id is given one and comes back with it.
    private const short MemberIdRequiredVersion = 4;
    private const short SkipAssignmentVersion = 9;

    // So long may a new member wait in a rebalance before its connection is taken for lost.
    private static readonly TimeSpan NewMemberTimeout = TimeSpan.FromMinutes(5);

    private readonly ClassicRebalance _rebalance = new(group, step);

    private readonly ImmutableArray<ClassicProtocol> _protocols =
        [.. request.Protocols.Select(protocol => new ClassicProtocol(protocol.Name, protocol.Metadata.ToArray()))];

    public void Decide()
    {
        var error = Validate();
        if (error is not KafkaError.None)
        {
            Refuse(error, error is KafkaError.GroupMaxSizeReached ? "" : request.MemberId);
        }
        else if (request.MemberId.Length == 0)
        {
            JoinWithoutId();
        }
        else
        {
            JoinWithId();
        }
    }

    private KafkaError Validate()
    {
        if (request.Protocols.IsEmpty || request.ProtocolType.Length == 0)
        {
            return KafkaError.InconsistentGroupProtocol;
        }

        var others = group.Members;
        if (others.Count > 0
            && (group.ProtocolType != request.ProtocolType
                || !ProtocolVote.HasCommon(others, request.Protocols.Select(protocol => protocol.Name))))
        {
            return KafkaError.InconsistentGroupProtocol;
        }

        return IsFull() ? KafkaError.GroupMaxSizeReached : KafkaError.None;
    }

    // While members join, those that are there count; afterwards, those that are in.
    private bool IsFull()
    {
        var known = group.Find(request.MemberId) ?? group.FindStatic(request.GroupInstanceId);
        return group.State switch
        {
            ClassicGroupState.Empty => false,
            ClassicGroupState.PreparingRebalance => known is not { IsJoining: true }
                && group.Members.Count(member => member.IsJoining) >= step.Options.ClassicMembersMax,
            _ => known is null && group.Members.Count >= step.Options.ClassicMembersMax,
        };
    }

    private void JoinWithoutId()
    {
        if (request.GroupInstanceId is { } instanceId)
        {
            var memberId = $"{instanceId}-{context.FreshId}";
            if (group.FindStatic(instanceId) is { } former)
            {
                ComeBack(former, memberId);
            }
            else
            {
                AddAndRebalance(memberId);
            }

            return;
        }

        var newId = $"{context.ClientId}-{context.FreshId}";
        if (context.ApiVersion >= MemberIdRequiredVersion)
        {
            group.PendingMembers[newId] = step.Now.Plus(request.SessionTimeout);
            Refuse(KafkaError.MemberIdRequired, newId);
            return;
        }

        AddAndRebalance(newId);
    }

    private void JoinWithId()
    {
        if (request.GroupInstanceId is null && group.PendingMembers.ContainsKey(request.MemberId))
        {
            AddAndRebalance(request.MemberId);
            return;
        }

        var error = group.Validate(request.MemberId, request.GroupInstanceId);
        if (error is not KafkaError.None)
        {
            Refuse(error, request.MemberId);
            return;
        }

        Rejoin(group.Find(request.MemberId)!);
    }

    private void Rejoin(ClassicMember member)
    {
        var isSame = member.HasSame(_protocols);
        var isLeader = group.LeaderId == member.MemberId;
        var needsNoRebalance = group.State switch
        {
            // It missed our answer, and asks again.
            ClassicGroupState.CompletingRebalance => isSame,

            // A leader that joins again wants to assign anew, whatever it has seen change.
            ClassicGroupState.Stable => isSame && !isLeader,
            _ => false,
        };
        if (needsNoRebalance)
        {
            member.Touch(step.Now);
            step.Reply(ticket, ClassicReplies.Joined(group, member));
            return;
        }

        Update(member);
        Park(member);
        _rebalance.MembersChanged();
    }

    private void AddAndRebalance(string memberId)
    {
        var member = new ClassicMember
        {
            MemberId = memberId,
            InstanceId = request.GroupInstanceId,
            ClientId = context.ClientId,
            ClientHost = context.ClientHost,
            RebalanceTimeout = RebalanceTimeout,
            SessionTimeout = request.SessionTimeout,
            Protocols = _protocols,
            IsNew = true,
            SessionDeadline = step.Now.Plus(NewMemberTimeout),
        };
        group.ProtocolType = group.Members.Count == 0 ? request.ProtocolType : group.ProtocolType;
        group.Add(member);
        Park(member);
        group.HasNewMemberInDelay = true;
        _rebalance.MembersChanged();
    }

    private void ComeBack(ClassicMember member, string memberId)
    {
        var formerLeaderId = group.LeaderId;
        step.Reply(member.Join, ClassicReplies.JoinRefused(member.MemberId, KafkaError.FencedInstanceId));
        step.Reply(member.Sync, new SyncGroupResponse { Error = KafkaError.FencedInstanceId });
        member.Join = Ticket.None;
        member.Sync = Ticket.None;
        group.Rename(member, memberId);
        Update(member);
        member.Touch(step.Now);
        if (group.State is ClassicGroupState.Stable && ProtocolVote.Count(group.Members) == group.Protocol)
        {
            // What it is assigned is kept, and nobody else need notice (KIP-345).
            step.WriteSnapshot(group);
            step.Reply(ticket, ClassicReplies.CameBack(
                group, member, formerLeaderId, context.ApiVersion >= SkipAssignmentVersion));
            return;
        }

        Park(member);
        _rebalance.MembersChanged();
    }

    private void Update(ClassicMember member)
    {
        member.Protocols = _protocols;
        member.RebalanceTimeout = RebalanceTimeout;
        member.SessionTimeout = request.SessionTimeout;
        member.ClientId = context.ClientId;
        member.ClientHost = context.ClientHost;
    }

    private void Park(ClassicMember member)
    {
        // A client that asks twice has given up its first request.
        step.Reply(member.Join, ClassicReplies.JoinRefused(member.MemberId, KafkaError.RebalanceInProgress));
        member.Join = ticket;
    }

    // Version 0 has none.
    private TimeSpan RebalanceTimeout =>
        request.RebalanceTimeout < TimeSpan.Zero ? request.SessionTimeout : request.RebalanceTimeout;

    private void Refuse(KafkaError error, string memberId) =>
        step.Reply(ticket, ClassicReplies.JoinRefused(memberId, error));
}
