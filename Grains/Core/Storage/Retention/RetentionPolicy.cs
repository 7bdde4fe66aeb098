namespace Cloud.Core.Storage.Retention;

/// <summary>
/// Decides which of a log's segments go. Segments go from the oldest on and whole, the first that stays keeps all after
/// it: a log has no holes. Three reasons, as in Kafka: below the log start, over the size, over the age.
/// </summary>
public static class RetentionPolicy
{
    /// <param name="segments">All of the log, ascending; the last one is active.</param>
    public static RetentionDecision Decide(ReadOnlySpan<RetainedSegment> segments, in RetentionLimits limits)
    {
        var excessBytes = ExcessBytes(segments, limits);
        for (var at = 0; at < segments.Length; at++)
        {
            var segment = segments[at];
            var isActive = at == segments.Length - 1;
            var isReplicated = segment.EndOffset <= limits.HighWatermark;
            if (!isReplicated || !IsSpent(segment, isActive, excessBytes, limits))
            {
                return new(at, RollsActive: false);
            }

            // An empty active segment has nothing to give: the log begins and ends in it.
            if (isActive && segment.SizeBytes == 0)
            {
                return new(at, RollsActive: false);
            }

            if (!IsElsewhereOrGone(segment, isActive, limits))
            {
                return new(at, RollsActive: isActive);
            }

            excessBytes -= segment.SizeBytes;
        }

        return new(segments.Length, RollsActive: segments.Length > 0);
    }

    private static bool IsSpent(
        in RetainedSegment segment, bool isActive, long excessBytes, in RetentionLimits limits) =>
        IsBelowLogStart(segment, isActive, limits) ||
        (limits.SizeBytes is not null && excessBytes >= segment.SizeBytes) ||
        (limits.Time is { } time && limits.Now.Since(segment.MaxTimestamp) > time);

    // A tiered log gives up only what the tier holds, or what clients may not read any more.
    private static bool IsElsewhereOrGone(in RetainedSegment segment, bool isActive, in RetentionLimits limits) =>
        limits.RemoteEndOffset is not { } remoteEnd ||
        segment.EndOffset <= remoteEnd ||
        IsBelowLogStart(segment, isActive, limits);

    private static bool IsBelowLogStart(in RetainedSegment segment, bool isActive, in RetentionLimits limits) =>
        !isActive && segment.EndOffset <= limits.LogStartOffset;

    private static long ExcessBytes(ReadOnlySpan<RetainedSegment> segments, in RetentionLimits limits)
    {
        var total = 0L;
        foreach (var segment in segments)
        {
            total += segment.SizeBytes;
        }

        return total - (limits.SizeBytes ?? 0);
    }
}
