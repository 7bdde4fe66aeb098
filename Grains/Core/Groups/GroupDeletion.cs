using Cloud.Core.Groups.Classic;
using Cloud.Core.Groups.Consumers;
using Cloud.Core.Groups.Offsets;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Groups;

/// <summary>DeleteGroups, versions 0 to 2, for one group: it goes with its offsets, if it has no members.</summary>
internal static class GroupDeletion
{
    public static KafkaError Decide(GroupStep step, string groupId)
    {
        var classic = step.Store.FindClassic(groupId);
        var consumers = step.Store.FindConsumer(groupId);
        if (classic is null && consumers is null)
        {
            return KafkaError.GroupIdNotFound;
        }

        if (classic is { IsEmpty: false } || consumers?.Members.Count > 0)
        {
            return KafkaError.NonEmptyGroup;
        }

        foreach (var partition in step.Store.OffsetsOf(groupId).All.Keys.ToList())
        {
            step.Write(OffsetCommits.Tombstone(groupId, partition));
        }

        var group = consumers is null ? [ClassicRecords.Tombstone(groupId)] : ConsumerRecords.GroupGone(consumers);
        foreach (var record in group)
        {
            step.Write(record);
        }

        return KafkaError.None;
    }
}
