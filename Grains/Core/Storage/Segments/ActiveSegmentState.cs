using Cloud.Protocol;

namespace Cloud.Core.Storage.Segments;

/// <summary>The active segment, as far as rolling depends on it.</summary>
internal readonly record struct ActiveSegmentState
{
    public required Offset BaseOffset { get; init; }

    public required long ByteCount { get; init; }

    public required int OffsetEntries { get; init; }

    public required int TimeEntries { get; init; }

    /// <summary>-1 when the segment's first batch bears none, or there is none.</summary>
    public required Instant FirstTimestamp { get; init; }

    public required Instant CreatedAt { get; init; }

    public required TimeSpan Jitter { get; init; }
}
