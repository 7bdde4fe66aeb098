using Cloud.Protocol.Errors;

namespace Cloud.Core.Groups.Consumers;

/// <summary>Finds the member that asks, takes in one that joins, and fences those whose time is over.</summary>
internal sealed class ConsumerAdmission(ConsumerGroup group, GroupStep step)
{
    /// <param name="owned">What the member says it has; null when it does not say.</param>
    public Result<ConsumerMember> Admit(string memberId, string? instanceId, int epoch, PartitionSet? owned)
    {
        if (instanceId is not null && group.FindStatic(instanceId) is { } holder)
        {
            if (epoch == MemberEpoch.Join && holder.Epoch == MemberEpoch.LeaveStatic)
            {
                return Result<ConsumerMember>.Ok(Replace(holder, memberId));
            }

            if (holder.MemberId != memberId)
            {
                return epoch == MemberEpoch.Join
                    ? Fail(KafkaError.UnreleasedInstanceId, $"Instance {instanceId} is held by {holder.MemberId}.")
                    : Fail(KafkaError.FencedInstanceId, $"Instance {instanceId} is held by {holder.MemberId} now.");
            }

            return Known(holder, epoch, owned);
        }

        if (group.Find(memberId) is { } member && instanceId is null)
        {
            return Known(member, epoch, owned);
        }

        if (epoch != MemberEpoch.Join)
        {
            return Fail(KafkaError.UnknownMemberId, $"Group {group.Id} has no member {instanceId ?? memberId}.");
        }

        return IsFull
            ? Fail(KafkaError.GroupMaxSizeReached, $"Group {group.Id} is full.")
            : Result<ConsumerMember>.Ok(new ConsumerMember(memberId));
    }

    public bool IsFull => group.Members.Count >= step.Options.ConsumerMembersMax;

    /// <summary>A static member is back under another id: it takes over partitions and target as they are.</summary>
    public ConsumerMember Replace(ConsumerMember former, string memberId)
    {
        var member = former with { MemberId = memberId, Epoch = MemberEpoch.Join, PreviousEpoch = MemberEpoch.Join };
        var target = group.TargetOf(former.MemberId);
        foreach (var record in ConsumerRecords.MemberGone(group.Id, former.MemberId))
        {
            step.Write(record);
        }

        step.Write(ConsumerRecords.Member(group.Id, member));
        step.Write(ConsumerRecords.Target(group.Id, memberId, target));
        step.Write(ConsumerRecords.Current(group.Id, member));
        return group.Find(memberId)!;
    }

    private static Result<ConsumerMember> Known(ConsumerMember member, int epoch, PartitionSet? owned)
    {
        if (epoch == member.Epoch)
        {
            return Result<ConsumerMember>.Ok(member);
        }

        // The answer that raised its epoch may be lost: it comes again with the old one, and with nothing that it was
        // not given since.
        var hasMissedAnswer = epoch < member.Epoch
            && epoch == member.PreviousEpoch
            && owned?.IsSubsetOf(member.Assigned) is true;
        return hasMissedAnswer
            ? Result<ConsumerMember>.Ok(member)
            : Fail(
                KafkaError.FencedMemberEpoch,
                $"Member {member.MemberId} is in epoch {member.Epoch}, not {epoch}: it is to give up all and rejoin.");
    }

    private static Result<ConsumerMember> Fail(KafkaError error, string message) =>
        Result<ConsumerMember>.Failed(error, message);
}
