using Cloud.Core.Groups.Classic;
using Cloud.Core.Groups.Consumers;
using Cloud.Protocol;

namespace Cloud.Core.Groups.Offsets;

/// <summary>
/// Forgets offsets that nobody has needed for the retention time (KIP-211), and groups of which nothing is left.
/// </summary>
internal static class OffsetExpiry
{
    public static void Run(GroupStep step)
    {
        foreach (var groupId in step.Store.GroupsWithOffsets.ToList())
        {
            Expire(step, groupId);
        }

        // A group is gone with its last member and its last offset.
        foreach (var group in step.Store.ClassicGroups.Where(group => IsOver(step, group)).ToList())
        {
            step.Write(ClassicRecords.Tombstone(group.Id));
        }

        foreach (var group in step.Store.ConsumerGroups.Where(group => IsOver(step, group)).ToList())
        {
            foreach (var record in ConsumerRecords.GroupGone(group))
            {
                step.Write(record);
            }
        }
    }

    private static void Expire(GroupStep step, string groupId)
    {
        var usage = new SubscribedTopics(step.Store, groupId);

        // A group that fell empty keeps its offsets from then on, however old the last commit was.
        var emptySince = step.Store.FindClassic(groupId) is { IsEmpty: true } group ? group.StateSince : Instant.None;
        foreach (var (partition, offset) in step.Store.OffsetsOf(groupId).All.ToList())
        {
            var expiry = offset.ExpireTime != Instant.None
                ? offset.ExpireTime
                : Instant.Max(offset.CommitTime, emptySince).Plus(step.Options.OffsetsRetention);
            if (!usage.Contains(partition.Topic) && expiry <= step.Now)
            {
                step.Write(OffsetCommits.Tombstone(groupId, partition));
            }
        }
    }

    private static bool IsOver(GroupStep step, ClassicGroup group) =>
        group is { IsEmpty: true, PendingMembers.Count: 0 } && step.Store.OffsetsOf(group.Id).Count == 0;

    private static bool IsOver(GroupStep step, ConsumerGroup group) =>
        group.Members.Count == 0 && step.Store.OffsetsOf(group.Id).Count == 0;
}
