using Cloud.Protocol;

namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>What a reader wants of one partition of this broker.</summary>
/// <param name="BytesMax">Batches beyond stay out; the first of a whole fetch is handed out whatever its size.</param>
/// <param name="CurrentLeaderEpoch">The epoch that the reader believes in; none for no fencing (KIP-320).</param>
/// <param name="LastFetchedEpoch">Of the last record read; none to have no divergence looked for.</param>
public readonly record struct LocalFetch(
    TopicIdPartition Partition,
    Offset FetchOffset,
    int BytesMax,
    LeaderEpoch CurrentLeaderEpoch,
    LeaderEpoch LastFetchedEpoch);
