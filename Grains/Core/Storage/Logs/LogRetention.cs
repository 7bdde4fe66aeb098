using Cloud.Core.Storage.Retention;
using Cloud.Core.Storage.Segments;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Logs;

/// <summary>Carries out what <see cref="RetentionPolicy"/> decides. By the writer, except for describing.</summary>
internal static class LogRetention
{
    public static int Apply(LogState log, in RetentionLimits limits)
    {
        log.EnsureUsable();
        var segments = Describe(log, log.View);
        var decision = RetentionPolicy.Decide(segments, limits);
        if (decision.RollsActive)
        {
            SegmentRoll.Roll(log, limits.Now);
        }

        if (decision.SegmentCount == 0)
        {
            return 0;
        }

        LogHead.Advance(log, segments[decision.SegmentCount - 1].EndOffset);
        return LogHead.DeleteOldSegments(log);
    }

    public static RetainedSegment[] Describe(LogState log, LogView view)
    {
        var segments = new RetainedSegment[view.Segments.Length];
        for (var i = 0; i < segments.Length; i++)
        {
            var byteCount = view.ByteCountOf(i);
            var isActive = i == segments.Length - 1;
            var maxTimestamp = isActive ? log.Writer.MaxTimestamp : MaxTimestampOf(view.Segments[i]);
            if (maxTimestamp == Instant.None)
            {
                maxTimestamp = new(log.Folder.Files.LastModifiedMilliseconds(view.Segments[i].Path));
            }

            segments[i] = new(view.Segments[i].BaseOffset, view.EndOffsetOf(i), byteCount, maxTimestamp);
        }

        return segments;
    }

    // A sealed segment's time index ends with its largest timestamp.
    private static Instant MaxTimestampOf(Segment segment)
    {
        var times = segment.Indexes().Times;
        return times.Count == 0 ? Instant.None : new(times[times.Count - 1].Timestamp);
    }
}
