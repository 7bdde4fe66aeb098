using Cloud.Core.Partitions.Fetching;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Queries;

/// <summary>What ListOffsets asks of one partition.</summary>
/// <param name="Timestamp">A time, or one of the special values below.</param>
public readonly record struct OffsetQuery(TopicIdPartition Partition, Instant Timestamp)
{
    /// <summary>The end of what the reader may see.</summary>
    public static readonly Instant Latest = new(-1);

    public static readonly Instant Earliest = new(-2);

    /// <summary>The record with the largest timestamp (KIP-734).</summary>
    public static readonly Instant MaxTimestamp = new(-3);

    /// <summary>The first record on the local disk (KIP-405).</summary>
    public static readonly Instant EarliestLocal = new(-4);

    public LeaderEpoch CurrentLeaderEpoch { get; init; } = LeaderEpoch.None;

    public FetchIsolation Isolation { get; init; }
}
