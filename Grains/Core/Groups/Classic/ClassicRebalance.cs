using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Classic;

/// <summary>Leads a classic group from a change of its members to the next generation.</summary>
internal sealed class ClassicRebalance(ClassicGroup group, GroupStep step)
{
    /// <summary>
    /// Members are to join again. Those that wait for an assignment of the old generation are told so.
    /// </summary>
    public void Prepare()
    {
        if (group.State is ClassicGroupState.CompletingRebalance)
        {
            ForgetAssignments();
            AnswerSyncs(KafkaError.RebalanceInProgress);
        }

        var timeout = RebalanceTimeout();
        group.IsInitialDelay = group.IsEmpty && step.Options.InitialRebalanceDelay > TimeSpan.Zero;
        if (group.IsInitialDelay)
        {
            var delay = Shorter(step.Options.InitialRebalanceDelay, timeout);
            group.InitialDelayLeft = timeout - delay;
            timeout = delay;
        }

        group.HasNewMemberInDelay = false;
        group.JoinDeadline = step.Now.Plus(timeout);
        group.SyncDeadline = null;
        group.PendingSyncs.Clear();
        group.Enter(ClassicGroupState.PreparingRebalance, step.Now);
        CompleteIfAllJoined();
    }

    /// <summary>A new member has come, or one is gone, or knows other assignors.</summary>
    public void MembersChanged()
    {
        if (group.State is ClassicGroupState.PreparingRebalance)
        {
            CompleteIfAllJoined();
        }
        else if (group.Members.Count > 0 || !group.IsEmpty)
        {
            Prepare();
        }
    }

    /// <summary>
    /// Whoever has joined by now is in; an empty group waits a little longer while members keep coming.
    /// </summary>
    public void JoinDeadlineReached()
    {
        if (group is { IsInitialDelay: true, HasNewMemberInDelay: true } && group.InitialDelayLeft > TimeSpan.Zero)
        {
            var delay = Shorter(step.Options.InitialRebalanceDelay, group.InitialDelayLeft);
            group.InitialDelayLeft -= delay;
            group.HasNewMemberInDelay = false;
            group.JoinDeadline = step.Now.Plus(delay);
            return;
        }

        Complete();
    }

    /// <summary>Removes the member; who waits in its name is told that it is none.</summary>
    public void Remove(ClassicMember member, KafkaError error = KafkaError.UnknownMemberId)
    {
        step.Reply(member.Join, ClassicReplies.JoinRefused(member.MemberId, error));
        step.Reply(member.Sync, new SyncGroupResponse { Error = error });
        group.Remove(member);
    }

    public void AnswerSyncs(KafkaError error)
    {
        foreach (var member in group.Members.Where(member => member.IsSyncing))
        {
            step.Reply(member.Sync, ClassicReplies.Synced(group, member, error));
            member.Sync = Ticket.None;
            member.Touch(step.Now);
            group.PendingSyncs.Remove(member.MemberId);
        }
    }

    private void CompleteIfAllJoined()
    {
        if (!group.IsInitialDelay && group.HasAllJoined)
        {
            Complete();
        }
    }

    private void Complete()
    {
        // A static member may come back within its session time-out, so it stays; others are out.
        foreach (var absent in group.Members.Where(member => !member.IsJoining && !member.IsStatic).ToList())
        {
            group.Remove(absent);
        }

        if (group.Members.Count > 0 && !ElectLeader())
        {
            // Only absent static members: nobody could assign. Their session time-outs decide.
            group.JoinDeadline = step.Now.Plus(RebalanceTimeout());
            return;
        }

        group.JoinDeadline = null;
        group.IsInitialDelay = false;
        group.Generation++;
        if (group.Members.Count == 0)
        {
            group.Protocol = null;
            group.Enter(ClassicGroupState.Empty, step.Now);
            step.WriteSnapshot(group);
            return;
        }

        group.Protocol = ProtocolVote.Count(group.Members);
        group.Enter(ClassicGroupState.CompletingRebalance, step.Now);
        AnswerJoins();
    }

    private bool ElectLeader()
    {
        if (group.LeaderId is { } leaderId && group.Find(leaderId)!.IsJoining)
        {
            return true;
        }

        var next = group.Members.FirstOrDefault(member => member.IsJoining);
        group.LeaderId = next?.MemberId ?? group.LeaderId;
        return next is not null;
    }

    private void AnswerJoins()
    {
        ForgetAssignments();
        group.PendingSyncs.Clear();
        foreach (var member in group.Members)
        {
            if (member.IsJoining)
            {
                step.Reply(member.Join, ClassicReplies.Joined(group, member));
                member.Join = Ticket.None;
                member.IsNew = false;
                member.Touch(step.Now);
                group.PendingSyncs.Add(member.MemberId);
            }
        }

        group.SyncDeadline = step.Now.Plus(RebalanceTimeout());
    }

    // Also of absent static members: a generation's assignment is what its leader says, and nothing before.
    private void ForgetAssignments()
    {
        foreach (var member in group.Members)
        {
            member.Assignment = [];
        }
    }

    private TimeSpan RebalanceTimeout() =>
        group.Members.Select(member => member.RebalanceTimeout).DefaultIfEmpty(TimeSpan.Zero).Max();

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left <= right ? left : right;
}
