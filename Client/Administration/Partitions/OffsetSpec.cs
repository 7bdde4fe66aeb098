using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>Which offset of a partition is asked for.</summary>
/// <param name="Timestamp">Milliseconds since 1970, or one of Kafka's special values below zero.</param>
public readonly record struct OffsetSpec(long Timestamp)
{
    /// <summary>
    /// The end: the high watermark, or the last stable offset with <see cref="IsolationLevel.ReadCommitted"/>.
    /// </summary>
    public static OffsetSpec Latest { get; } = new(-1);

    /// <summary>The log's start.</summary>
    public static OffsetSpec Earliest { get; } = new(-2);

    /// <summary>The record with the largest timestamp (KIP-734).</summary>
    public static OffsetSpec MaxTimestamp { get; } = new(-3);

    /// <summary>The first that lies on the leader's own disk (KIP-405).</summary>
    public static OffsetSpec EarliestLocal { get; } = new(-4);

    /// <summary>The last that lies in the remote tier (KIP-1005).</summary>
    public static OffsetSpec LatestTiered { get; } = new(-5);

    /// <summary>The first that waits to be copied to the remote tier (KIP-1023).</summary>
    public static OffsetSpec EarliestPendingUpload { get; } = new(-6);

    /// <summary>The first record that is not older.</summary>
    public static OffsetSpec AtTime(DateTimeOffset time) => new(Instant.From(time).Milliseconds);
}
