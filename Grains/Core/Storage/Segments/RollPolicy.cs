using Cloud.Protocol;

namespace Cloud.Core.Storage.Segments;

/// <summary>Decides when the active segment is full. Pure.</summary>
internal static class RollPolicy
{
    /// <summary>Whether the batch must go to a new segment.</summary>
    public static bool ShouldRoll(LogSettings settings, in ActiveSegmentState active, in RollCandidate batch)
    {
        if (active.ByteCount == 0)
        {
            return false;
        }

        return active.ByteCount > settings.SegmentBytesMax - batch.SizeBytes
            || IsTooOld(settings, active, batch)
            || IsIndexFull(settings, active)
            || batch.LastOffset.DistanceFrom(active.BaseOffset) > int.MaxValue;
    }

    /// <summary>A whole number of milliseconds below the maximum, the same for one segment on every run.</summary>
    public static TimeSpan JitterOf(LogSettings settings, Offset baseOffset, int seed)
    {
        var range = (long)settings.SegmentJitterMax.TotalMilliseconds;
        if (range <= 0)
        {
            return TimeSpan.Zero;
        }

        var mixed = unchecked(((ulong)baseOffset.Value + (uint)seed + 1) * 0x9E3779B97F4A7C15);
        return TimeSpan.FromMilliseconds((long)((mixed >> 11) % (ulong)range));
    }

    // As in Kafka, age counts from the first batch's timestamp to the new batch's; without timestamps, from creation.
    private static bool IsTooOld(LogSettings settings, in ActiveSegmentState active, in RollCandidate batch)
    {
        var age = active.FirstTimestamp.Milliseconds >= 0
            ? batch.MaxTimestamp.Since(active.FirstTimestamp)
            : batch.Now.Since(active.CreatedAt);
        return age > settings.SegmentAgeMax - active.Jitter;
    }

    // The time index keeps one entry free, for the one that closing the segment adds.
    private static bool IsIndexFull(LogSettings settings, in ActiveSegmentState active) =>
        active.OffsetEntries >= settings.SegmentIndexBytesMax / OffsetIndexEntry.ByteCount
        || active.TimeEntries >= (settings.SegmentIndexBytesMax / TimeIndexEntry.ByteCount) - 1;
}
