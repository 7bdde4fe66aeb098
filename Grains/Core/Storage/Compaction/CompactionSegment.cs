using Cloud.Protocol;

namespace Cloud.Core.Storage.Compaction;

/// <summary>What planning a compaction needs to know of one segment.</summary>
/// <param name="EndOffset">Exclusive: the next segment's base, or the log's end.</param>
/// <param name="IndexSizeBytes">Of the larger one of its two indexes.</param>
/// <param name="FirstTimestamp">Of its first batch; none when it bears none.</param>
internal readonly record struct CompactionSegment(
    Offset BaseOffset,
    Offset EndOffset,
    long SizeBytes,
    long IndexSizeBytes,
    Instant FirstTimestamp,
    Instant MaxTimestamp);
