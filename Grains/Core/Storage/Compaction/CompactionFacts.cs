using Cloud.Core.Storage.Configuration;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Compaction;

/// <summary>A log as a compaction finds it.</summary>
internal sealed record CompactionFacts
{
    /// <summary>All of the log, ascending; the last one is active.</summary>
    public required IReadOnlyList<CompactionSegment> Segments { get; init; }

    public required Offset LogStartOffset { get; init; }

    /// <summary>Nothing undecided or unreplicated is compacted.</summary>
    public required Offset LastStableOffset { get; init; }

    /// <summary>What <c>cleaner-offset-checkpoint</c> says, or none.</summary>
    public required Offset CheckpointOffset { get; init; }

    public required TopicConfig Config { get; init; }

    public required Instant Now { get; init; }
}
