using Cloud.Core.Storage.Segments;
using Cloud.Protocol;

namespace Cloud.Core.Storage;

/// <summary>A segment as retention, compaction and tiering see it.</summary>
/// <param name="EndOffset">Exclusive.</param>
/// <param name="MaxTimestamp">None when no batch in it bears a timestamp.</param>
public readonly record struct SegmentSummary(
    Offset BaseOffset, Offset EndOffset, long ByteCount, Instant MaxTimestamp, bool IsActive)
{
    internal static IReadOnlyList<SegmentSummary> ListOf(LogView view)
    {
        var summaries = new List<SegmentSummary>(view.Segments.Length);
        for (var i = 0; i < view.Segments.Length; i++)
        {
            var isActive = i == view.Segments.Length - 1;
            var byteCount = view.ByteCountOf(i);
            summaries.Add(new(
                view.Segments[i].BaseOffset,
                view.EndOffsetOf(i),
                byteCount,
                MaxTimestampOf(view.Segments[i], byteCount, isActive),
                isActive));
        }

        return summaries;
    }

    // A sealed segment's time index ends with its largest timestamp.
    private static Instant MaxTimestampOf(Segment segment, int byteCount, bool isActive)
    {
        var times = segment.Indexes().Times;
        if (!isActive)
        {
            return times.Count == 0 ? Instant.None : new(times[times.Count - 1].Timestamp);
        }

        return SegmentTail.Read(segment, new(byteCount)).MaxTimestamp;
    }
}
