using Cloud.Protocol;

namespace Cloud.Core.Groups.Classic;

/// <summary>What time does to a classic group: one look at it, now and then, instead of a timer per member.</summary>
internal static class ClassicTimers
{
    /// <summary>Nothing happens before; it may turn out that nothing happens then either.</summary>
    public static Instant NextDeadline(ClassicGroup group)
    {
        var next = new Instant(long.MaxValue);
        foreach (var member in group.Members)
        {
            next = Earlier(next, member.SessionDeadline);
        }

        foreach (var deadline in group.PendingMembers.Values)
        {
            next = Earlier(next, deadline);
        }

        next = Earlier(next, group.JoinDeadline ?? next);
        return Earlier(next, group.SyncDeadline ?? next);
    }

    public static void Tick(ClassicGroup group, GroupStep step)
    {
        var rebalance = new ClassicRebalance(group, step);
        if (RemoveSilent(group, step, rebalance))
        {
            rebalance.MembersChanged();
        }

        if (group.JoinDeadline <= step.Now)
        {
            rebalance.JoinDeadlineReached();
        }

        if (group.SyncDeadline <= step.Now)
        {
            SyncDeadlineReached(group, rebalance);
        }
    }

    private static bool RemoveSilent(ClassicGroup group, GroupStep step, ClassicRebalance rebalance)
    {
        var hasChanged = false;
        foreach (var (memberId, deadline) in group.PendingMembers.ToList())
        {
            hasChanged |= deadline <= step.Now && group.PendingMembers.Remove(memberId);
        }

        // A pending member that is gone frees the others only where they wait for it.
        hasChanged &= group.State is ClassicGroupState.PreparingRebalance;
        foreach (var member in group.Members.Where(member => member.IsExpired(step.Now)).ToList())
        {
            rebalance.Remove(member);
            hasChanged = true;
        }

        return hasChanged;
    }

    private static void SyncDeadlineReached(ClassicGroup group, ClassicRebalance rebalance)
    {
        group.SyncDeadline = null;
        var late = group.PendingSyncs.Select(group.Find).OfType<ClassicMember>().ToList();
        if (late.Count == 0)
        {
            return;
        }

        late.ForEach(member => rebalance.Remove(member));
        rebalance.MembersChanged();
    }

    private static Instant Earlier(Instant left, Instant right) => left <= right ? left : right;
}
