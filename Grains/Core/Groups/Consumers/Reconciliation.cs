using Cloud.Protocol;

namespace Cloud.Core.Groups.Consumers;

/// <summary>
/// Leads one member towards its target, a step at a time: it gives up what it must, says so, and only then is given
/// what others have given up. So a partition never has two owners, and what does not move is read on.
/// </summary>
internal static class Reconciliation
{
    /// <param name="isFree">Nobody has the partition, and nobody still has to give it up.</param>
    /// <param name="owned">What the member says it has; null when it does not say.</param>
    public static ConsumerMember Next(
        ConsumerMember member,
        int targetEpoch,
        PartitionSet target,
        Func<TopicIdPartition, bool> isFree,
        PartitionSet? owned,
        IGroupRules rules) => member.State switch
        {
            MemberState.Stable when member.Epoch == targetEpoch => member,
            MemberState.UnrevokedPartitions when StillOwns(owned, member.PendingRevocation) => member,

            // The revocation is acknowledged. The epoch grows at once, even if more is to be given up.
            MemberState.UnrevokedPartitions => Advance(
                member, rules.EpochAfterRevocation(member.Epoch), targetEpoch, target, isFree, owned),
            _ => Advance(member, member.Epoch, targetEpoch, target, isFree, owned),
        };

    private static ConsumerMember Advance(
        ConsumerMember member,
        int epoch,
        int targetEpoch,
        PartitionSet target,
        Func<TopicIdPartition, bool> isFree,
        PartitionSet? owned)
    {
        var kept = member.Assigned.Intersect(target);
        var revoked = member.Assigned.Except(target);
        if (revoked.Count > 0 && StillOwns(owned, revoked))
        {
            return member.InEpoch(epoch) with
            {
                State = MemberState.UnrevokedPartitions,
                Assigned = kept,
                PendingRevocation = revoked,
            };
        }

        var missing = target.Except(kept);
        var free = missing.Where(isFree);
        return member.InEpoch(targetEpoch) with
        {
            State = free.Count == missing.Count ? MemberState.Stable : MemberState.UnreleasedPartitions,
            Assigned = kept.Union(free),
            PendingRevocation = PartitionSet.Empty,
        };
    }

    // A member that does not say what it has may have it all.
    private static bool StillOwns(PartitionSet? owned, PartitionSet revoked) =>
        owned is null || owned.Intersect(revoked).Count > 0;
}
