using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Logs;
using Cloud.Core.Storage.Producers;
using Cloud.Core.Storage.Segments;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Compaction;

/// <summary>Collects from a log what planning and running its compaction need. By the writer.</summary>
internal static class CompactionSurvey
{
    public static CompactionFacts FactsOf(
        LogState log, TopicConfig config, Offset highWatermark, Offset checkpointOffset, Instant now) => new()
        {
            Segments = SegmentsOf(log.View, DetailFor(config)),
            LogStartOffset = log.View.LogStartOffset,
            LastStableOffset = log.Producers.LastStableOffset(highWatermark),
            CheckpointOffset = checkpointOffset,
            Config = config,
            Now = now,
        };

    public static CompactionTarget TargetOf(LogState log) => new(log.View, log.Folder, log.Settings);

    public static BatchFilterOptions FilterOptionsOf(LogState log, TopicConfig config, Instant now)
    {
        var producers = new Dictionary<ProducerId, ProducerSnapshotEntry>(log.Producers.ProducerCount);
        foreach (var producer in log.Producers.Save())
        {
            producers.Add(producer.ProducerId, producer);
        }

        return new() { Now = now, DeleteRetention = config.DeleteRetention, Producers = producers };
    }

    public static CompactionSegment[] SegmentsOf(LogView view, SegmentDetail detail)
    {
        var segments = new CompactionSegment[view.Segments.Length];
        for (var at = 0; at < segments.Length; at++)
        {
            var isActive = at == segments.Length - 1;
            segments[at] = Describe(view, at, isActive ? SegmentDetail.None : detail);
        }

        return segments;
    }

    // Without a bound on the lag nobody asks how old a record is.
    private static SegmentDetail DetailFor(TopicConfig config) =>
        config.MinCompactionLag > TimeSpan.Zero || config.MaxCompactionLag < TimeSpan.MaxValue
            ? SegmentDetail.Timestamps
            : SegmentDetail.None;

    private static CompactionSegment Describe(LogView view, int index, SegmentDetail detail)
    {
        var segment = view.Segments[index];
        var (first, max) = detail.HasFlag(SegmentDetail.Timestamps)
            ? TimestampsOf(segment)
            : (Instant.None, Instant.None);
        return new(
            segment.BaseOffset,
            view.EndOffsetOf(index),
            view.ByteCountOf(index),
            detail.HasFlag(SegmentDetail.IndexSize) ? IndexSizeOf(segment.Indexes()) : 0,
            first,
            max);
    }

    private static long IndexSizeOf(SegmentIndexes indexes) => Math.Max(
        (long)indexes.Offsets.Count * OffsetIndexEntry.ByteCount, (long)indexes.Times.Count * TimeIndexEntry.ByteCount);

    private static (Instant First, Instant Max) TimestampsOf(Segment segment)
    {
        var tail = SegmentTail.Read(segment, segment.End);
        return (tail.FirstTimestamp, tail.MaxTimestamp);
    }
}
