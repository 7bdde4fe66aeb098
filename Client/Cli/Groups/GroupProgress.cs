using Cloud.Protocol;

namespace Cloud.Cli.Groups;

/// <summary>How far a group is in one partition.</summary>
/// <param name="Partition">Which.</param>
/// <param name="Committed">The next record to be read; null where nothing is committed.</param>
/// <param name="End">The partition's end; null where it could not be found out.</param>
/// <param name="Member">Index of the member that has it; null for none.</param>
internal sealed record GroupProgress(TopicPartition Partition, Offset? Committed, Offset? End, int? Member)
{
    /// <summary>Records that are still to be read; null where that is not known.</summary>
    public long? Lag => Committed is { } committed && End is { } end ? Math.Max(0, end.DistanceFrom(committed)) : null;
}
