using Cloud.Cli.Hosting;
using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Cli.Records;

/// <summary>Finds the offsets at which reading begins.</summary>
internal static class StartPositions
{
    /// <param name="wanted">Empty for all partitions.</param>
    /// <exception cref="UsageException">The topic does not have a partition.</exception>
    public static async Task<IReadOnlyList<TopicPartitionOffset>> Find(
        IAdminClient admin,
        TopicDescription topic,
        IReadOnlyList<int> wanted,
        StartPosition? start,
        CancellationToken cancellationToken)
    {
        TopicCheck.HasPartitions(topic, wanted);
        var partitions = topic.Partitions.Select(partition => partition.Index)
            .Where(index => wanted.Count == 0 || wanted.Contains(index))
            .Select(index => new TopicPartition(topic.Name, index)).ToArray();
        if (start is StartPosition.Fixed { Value: >= 0 } at)
        {
            return [.. partitions.Select(partition => new TopicPartitionOffset(partition, new Offset(at.Value)))];
        }

        var spec = start switch
        {
            StartPosition.Beginning => OffsetSpec.Earliest,
            StartPosition.Time time => OffsetSpec.AtTime(time.Value),
            _ => OffsetSpec.Latest,
        };
        var found = await List(admin, partitions, spec, cancellationToken);
        if (start is StartPosition.Fixed back)
        {
            var starts = await List(admin, partitions, OffsetSpec.Earliest, cancellationToken);
            return
            [
                .. partitions.Select(one => new TopicPartitionOffset(
                    one, Offset.Max(starts[one], found[one].Plus(Math.Max(back.Value, -found[one].Value))))),
            ];
        }

        // Where no record is so young, reading begins with what is written next.
        var ends = found.Values.Any(offset => offset < Offset.Zero)
            ? await List(admin, partitions, OffsetSpec.Latest, cancellationToken)
            : found;
        return
        [
            .. partitions.Select(one =>
                new TopicPartitionOffset(one, found[one] < Offset.Zero ? ends[one] : found[one])),
        ];
    }

    private static async Task<Dictionary<TopicPartition, Offset>> List(
        IAdminClient admin, TopicPartition[] partitions, OffsetSpec spec, CancellationToken cancellationToken)
    {
        var results = await admin.ListOffsetsAsync(
            partitions.ToDictionary(partition => partition, _ => spec), cancellationToken: cancellationToken);
        return results.ThrowIfAnyFailed().Successes.ToDictionary(one => one.Key, one => one.Value.Offset);
    }
}
