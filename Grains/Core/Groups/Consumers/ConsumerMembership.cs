namespace Cloud.Core.Groups.Consumers;

/// <summary>Writes what becomes of one member of a KIP-848 group.</summary>
internal static class ConsumerMembership
{
    /// <summary>True when the group needs a new epoch for it.</summary>
    public static bool Update(ConsumerGroup group, GroupStep step, ConsumerMember before, ConsumerMember after)
    {
        var isNew = group.Find(after.MemberId) is null;
        if (isNew || !before.HasSameMetadata(after))
        {
            step.Write(ConsumerRecords.Member(group.Id, after));
        }

        return isNew || !before.HasSameSubscription(after) || before.ServerAssignor != after.ServerAssignor;
    }

    /// <summary>Leads the member on towards its target, and begins its session anew.</summary>
    public static ConsumerMember Reconcile(ConsumerGroup group, GroupStep step, string memberId, PartitionSet? owned)
    {
        var member = group.Find(memberId)!;
        var next = Reconciliation.Next(
            member,
            group.AssignmentEpoch,
            group.TargetOf(memberId),
            partition => step.Options.Rules.IsFree(group.OwnerOf(partition)),
            owned,
            step.Options.Rules);
        if (!next.HasSameAssignment(member))
        {
            step.Write(ConsumerRecords.Current(group.Id, next));
        }

        group.Timers.Heard(next, step.Now, step.Options);
        return next;
    }

    /// <summary>The member is out. Its partitions are free, and the group has a new epoch.</summary>
    public static void Remove(ConsumerGroup group, GroupStep step, IEnumerable<string> memberIds)
    {
        foreach (var record in memberIds.SelectMany(memberId => ConsumerRecords.MemberGone(group.Id, memberId)))
        {
            step.Write(record);
        }

        if (!GroupMigration.TryDowngrade(step, group))
        {
            new ConsumerEvolution(group, step).Evolve(hasChanged: true);
        }
    }
}
