using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Cli.Groups;

/// <summary>Finds out how far a group is: in what it has committed and in what its members have.</summary>
internal static class GroupProgresses
{
    public static async Task<IReadOnlyList<GroupProgress>> Find(
        IAdminClient admin, GroupDescription group, CancellationToken cancellationToken)
    {
        var committed = (await admin.ListGroupOffsetsAsync(group.GroupId, cancellationToken: cancellationToken))
            .Successes.ToDictionary(offset => offset.Key, offset => offset.Value.Offset);
        var members = group.Members
            .SelectMany((member, index) => member.Assignment.Select(partition => (partition, index)))
            .DistinctBy(one => one.partition).ToDictionary(one => one.partition, one => one.index);
        var partitions = committed.Keys.Union(members.Keys)
            .OrderBy(partition => partition.Topic, StringComparer.Ordinal).ThenBy(partition => partition.Partition)
            .ToArray();
        var ends = await Ends(admin, partitions, cancellationToken);
        return
        [
            .. partitions.Select(partition => new GroupProgress(
                partition,
                committed.TryGetValue(partition, out var offset) ? offset : null,
                ends.TryGetValue(partition, out var end) ? end : null,
                members.TryGetValue(partition, out var member) ? member : null)),
        ];
    }

    // Partitions that are gone or have no leader are left out: nobody is to wait for them.
    private static async Task<Dictionary<TopicPartition, Offset>> Ends(
        IAdminClient admin, IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var topics = await admin.DescribeTopicsAsync(
            partitions.Select(partition => partition.Topic), cancellationToken);
        var led = topics.Successes
            .SelectMany(topic => topic.Value.Partitions.Where(partition => partition.HasLeader)
                .Select(partition => new TopicPartition(topic.Key, partition.Index)))
            .Intersect(partitions);
        var ends = await admin.ListOffsetsAsync(
            led.ToDictionary(partition => partition, _ => OffsetSpec.Latest), cancellationToken: cancellationToken);
        return ends.Successes.ToDictionary(end => end.Key, end => end.Value.Offset);
    }
}
