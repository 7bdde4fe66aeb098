using Cloud.Protocol;

namespace Cloud.Core.Storage.Retention;

/// <summary>What retention needs to know of one segment.</summary>
/// <param name="EndOffset">Exclusive: the next segment's base, or the log's end.</param>
/// <param name="MaxTimestamp">Of its records; of its file when no record bears one.</param>
public readonly record struct RetainedSegment(
    Offset BaseOffset, Offset EndOffset, long SizeBytes, Instant MaxTimestamp);
