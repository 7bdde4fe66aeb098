namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>What a reader wants of a partition (Kafka's Fetch).</summary>
/// <param name="FetchOffset">The first offset wanted. Batches are whole: the first may begin before it.</param>
/// <param name="BytesMax">About how much; one batch is given whatever its size.</param>
/// <param name="BytesMin">Wait until there is as much; 0 or 1 bytes for whatever there is.</param>
/// <param name="WaitMax">No longer than that.</param>
/// <param name="IsReadCommitted">Nothing of open transactions, and the aborted ones are named.</param>
/// <param name="IsFollowerAllowed">A follower may answer, up to its own high watermark (KIP-392).</param>
/// <param name="CurrentLeaderEpoch">The epoch that the reader believes in; -1 for no fencing (KIP-320).</param>
/// <param name="LastFetchedEpoch">Of the last record read; -1 to have no divergence looked for.</param>
[GenerateSerializer, Immutable, Alias("Cloud.FetchCommand")]
public sealed record FetchCommand(
    [property: Id(0)] long FetchOffset,
    [property: Id(1)] int BytesMax,
    [property: Id(2)] int BytesMin,
    [property: Id(3)] TimeSpan WaitMax,
    [property: Id(4)] bool IsReadCommitted = false,
    [property: Id(5)] bool IsFollowerAllowed = false,
    [property: Id(6)] int CurrentLeaderEpoch = -1,
    [property: Id(7)] int LastFetchedEpoch = -1);
