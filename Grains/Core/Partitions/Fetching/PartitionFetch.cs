using Cloud.Protocol;

namespace Cloud.Core.Partitions.Fetching;

/// <summary>What a reader wants of one partition.</summary>
/// <param name="BytesMax">Batches beyond stay out; the first of a whole fetch is handed out whatever its size.</param>
public readonly record struct PartitionFetch(TopicIdPartition Partition, Offset FetchOffset, int BytesMax)
{
    /// <summary>The epoch that the reader believes in; none to take part in no fencing (KIP-320).</summary>
    public LeaderEpoch CurrentLeaderEpoch { get; init; } = LeaderEpoch.None;

    /// <summary>Of the last record it has read; none to have no divergence looked for (KIP-595).</summary>
    public LeaderEpoch LastFetchedEpoch { get; init; } = LeaderEpoch.None;
}
