using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Cli.Groups;

/// <summary>Asks for what a reset is computed from, and computes it.</summary>
internal static class ResetPlan
{
    /// <exception cref="ClientException">A partition is not there, or has no leader.</exception>
    public static async Task<IReadOnlyList<ResetChange>> Make(
        IAdminClient admin,
        IReadOnlyList<TopicPartition> partitions,
        IReadOnlyDictionary<TopicPartition, Offset> committed,
        ResetTarget target,
        CancellationToken cancellationToken)
    {
        var starts = await List(admin, partitions, OffsetSpec.Earliest, cancellationToken);
        var ends = await List(admin, partitions, OffsetSpec.Latest, cancellationToken);
        var times = target is ResetTarget.Time time
            ? await List(admin, partitions, OffsetSpec.AtTime(time.Value), cancellationToken)
            : null;
        return
        [
            .. from partition in partitions.Distinct()
               orderby partition.Topic, partition.Partition
               let before = committed.TryGetValue(partition, out var offset) ? offset : (Offset?)null
               let atTime = times?[partition].Value.Offset is { Value: >= 0 } found ? found : (Offset?)null
               let facts = new ResetFacts(starts[partition].Value.Offset, ends[partition].Value.Offset, before, atTime)
               select new ResetChange(partition, before, OffsetReset.Compute(partition, target, facts)),
        ];
    }

    private static async Task<AdminResults<TopicPartition, ListedOffset>> List(
        IAdminClient admin,
        IReadOnlyList<TopicPartition> partitions,
        OffsetSpec spec,
        CancellationToken cancellationToken) =>
        (await admin.ListOffsetsAsync(
            partitions.Distinct().ToDictionary(partition => partition, _ => spec),
            cancellationToken: cancellationToken)).ThrowIfAnyFailed();
}
