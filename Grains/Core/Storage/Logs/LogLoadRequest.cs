using Cloud.Protocol;

namespace Cloud.Core.Storage.Logs;

/// <summary>What is known about a log before its folder is opened.</summary>
internal sealed record LogLoadRequest
{
    /// <summary>The log's folder; made when missing.</summary>
    public required string Path { get; init; }

    public TopicPartition Partition { get; init; }

    public required LogSettings Settings { get; init; }

    public required Instant Now { get; init; }

    /// <summary>
    /// From <c>recovery-point-offset-checkpoint</c>; zero when that is lost: then everything is verified.
    /// </summary>
    public Offset RecoveryPoint { get; init; } = Offset.Zero;

    /// <summary>From <c>log-start-offset-checkpoint</c>.</summary>
    public Offset LogStartOffset { get; init; } = Offset.Zero;

    /// <summary>The data folder bears the marker of a clean shutdown: everything was flushed.</summary>
    public bool IsClean { get; init; }

    /// <summary>Told of each segment verified; may come from the disk executor's thread.</summary>
    public Action<RecoveryProgress>? Progress { get; init; }
}
