namespace Cloud.Core.Partitions.Fetching;

/// <summary>A consumer's fetch over the partitions of this broker.</summary>
public sealed record FetchRequest(IReadOnlyList<PartitionFetch> Partitions)
{
    /// <summary>How long to wait for <see cref="BytesMin"/>.</summary>
    public TimeSpan WaitMax { get; init; } = TimeSpan.FromMilliseconds(500);

    public int BytesMin { get; init; } = 1;

    /// <summary>Of all partitions together. Kafka's default of <c>fetch.max.bytes</c>.</summary>
    public int BytesMax { get; init; } = 50 * 1024 * 1024;

    public FetchIsolation Isolation { get; init; }

    /// <summary>The reader accepts a follower's answer (KIP-392).</summary>
    public bool IsFollowerAllowed { get; init; }
}
