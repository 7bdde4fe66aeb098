namespace Cloud.Protocol.Records;

/// <summary>
/// What a batch is held against. A value, as the time limits move with the clock on every append. The default value
/// accepts nothing: a caller who forgets the rules is refused, not let through.
/// </summary>
public readonly record struct RecordBatchRules
{
    /// <summary>
    /// For records on their way in, where no topic says otherwise: 100 MiB, as much as a produce request may bring
    /// uncompressed by the default of <c>socket.request.max.bytes</c>.
    /// </summary>
    public const int DecompressedBytesDefault = 100 * 1024 * 1024;

    public required RecordBatchOrigin Origin { get; init; }

    /// <summary>Largest whole batch: <c>max.message.bytes</c>.</summary>
    public required int SizeBytesMax { get; init; }

    /// <summary>Inclusive; from <c>message.timestamp.before.max.ms</c>.</summary>
    public Instant TimestampMin { get; init; }

    /// <summary>Inclusive; from <c>message.timestamp.after.max.ms</c>.</summary>
    public Instant TimestampMax { get; init; }

    /// <summary>True for compacted topics, where a record without key could never be removed.</summary>
    public bool AreKeysRequired { get; init; }

    /// <summary>Most bytes that the records of a compressed batch may have once decompressed.</summary>
    public int DecompressedBytesMax { get; init; }

    /// <summary>The rules of a batch produced from outside, with no limits on its timestamps.</summary>
    public static RecordBatchRules ForClient(int sizeBytesMax) => Unbounded(RecordBatchOrigin.Client, sizeBytesMax);

    public static RecordBatchRules ForCoordinator(int sizeBytesMax) =>
        Unbounded(RecordBatchOrigin.Coordinator, sizeBytesMax);

    /// <summary>
    /// The rules of what a leader already took in: no limits that a topic's settings may have changed since.
    /// </summary>
    public static RecordBatchRules ForLog() => Unbounded(RecordBatchOrigin.Log, int.MaxValue);

    internal bool Allows(Instant timestamp) =>
        timestamp == Instant.None || (timestamp >= TimestampMin && timestamp <= TimestampMax);

    private static RecordBatchRules Unbounded(RecordBatchOrigin origin, int sizeBytesMax) => new()
    {
        Origin = origin,
        SizeBytesMax = sizeBytesMax,
        TimestampMin = new(long.MinValue),
        TimestampMax = new(long.MaxValue),
        DecompressedBytesMax = DecompressedBytesDefault,
    };
}
