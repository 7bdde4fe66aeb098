using Cloud.Protocol;

namespace Cloud.Core.Storage.Compaction;

/// <summary>Which part of a log is dirty, and how pressing it is to compact it.</summary>
internal sealed record CompactionPlan
{
    /// <summary>Everything below has been compacted. Not a segment's start when the last run's map was full.</summary>
    public required Offset FirstDirtyOffset { get; init; }

    /// <summary>Exclusive, the start of a segment: everything from here on is left alone.</summary>
    public required Offset EndOffset { get; init; }

    public required long CleanBytes { get; init; }

    public required long DirtyBytes { get; init; }

    /// <summary>By how much the oldest dirty record is over <c>max.compaction.lag.ms</c>; zero if it is not.</summary>
    public required TimeSpan Overdue { get; init; }

    public required double DirtyRatioMin { get; init; }

    /// <summary>The checkpoint did not fit the log and must be replaced by <see cref="FirstDirtyOffset"/>.</summary>
    public required bool IsCheckpointWrong { get; init; }

    public double DirtyRatio => DirtyBytes == 0 ? 0 : (double)DirtyBytes / (CleanBytes + DirtyBytes);

    public bool IsDue => DirtyBytes > 0 && (Overdue > TimeSpan.Zero || DirtyRatio > DirtyRatioMin);
}
