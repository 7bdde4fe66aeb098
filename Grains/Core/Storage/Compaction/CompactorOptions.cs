namespace Cloud.Core.Storage.Compaction;

/// <summary>Limits of the compaction of one data folder.</summary>
public sealed record CompactorOptions
{
    /// <summary>
    /// For the map of keys: <c>log.cleaner.dedupe.buffer.size</c>, 128 MiB as in Kafka, four million keys a run.
    /// </summary>
    public int MapBytesMax { get; init; } = 128 * 1024 * 1024;

    /// <summary>
    /// <c>log.cleaner.io.max.bytes.per.second</c>: reading and writing together. No limit, as in Kafka.
    /// </summary>
    public double BytesPerSecondMax { get; init; } = double.MaxValue;

    /// <summary>
    /// A secret of this broker's life, drawn at its start, so that no client can aim keys at each other.
    /// </summary>
    public required (ulong Low, ulong High) KeySecret { get; init; }
}
