using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Files;
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
            // Only an upper bound on the lag asks for the age of a segment's first record, which is in its file.
            Segments = SegmentsOf(log.View, config.MaxCompactionLag < TimeSpan.MaxValue),
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

    public static CompactionSegment[] SegmentsOf(LogView view, bool withFirstTimestamps)
    {
        var segments = new CompactionSegment[view.Segments.Length];
        for (var at = 0; at < segments.Length; at++)
        {
            var isActive = at == segments.Length - 1;
            segments[at] = isActive
                ? new(view.Active.BaseOffset, view.LogEndOffset, view.ActiveByteCount, 0, Instant.None, Instant.None)
                : Sealed(view, at, withFirstTimestamps);
        }

        return segments;
    }

    private static CompactionSegment Sealed(LogView view, int index, bool withFirstTimestamp)
    {
        var segment = view.Segments[index];
        var indexes = segment.Indexes();
        var (offsets, times) = (indexes.Offsets.Count, indexes.Times.Count);
        return new(
            segment.BaseOffset,
            view.EndOffsetOf(index),
            segment.ByteCount,
            Math.Max((long)offsets * OffsetIndexEntry.ByteCount, (long)times * TimeIndexEntry.ByteCount),
            withFirstTimestamp ? FirstTimestampOf(segment) : Instant.None,
            times == 0 ? Instant.None : new(indexes.Times[times - 1].Timestamp));
    }

    private static Instant FirstTimestampOf(Segment segment)
    {
        var open = segment.TryAcquire();
        if (open is null)
        {
            return Instant.None;
        }

        try
        {
            Span<byte> window = stackalloc byte[BatchCursor.WindowBytes];
            var cursor = new BatchCursor(open.File, FilePosition.Start, segment.End, window);
            return cursor.MoveNext() ? cursor.Current.Header.MaxTimestamp : Instant.None;
        }
        finally
        {
            open.Release();
        }
    }
}
