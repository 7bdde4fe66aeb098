using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Segments;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Reading;

/// <summary>
/// Finds records by their timestamps: the time index narrows, the batch headers decide the batch, its records decide
/// the record. Stateless; any thread.
/// </summary>
internal static class TimeLookup
{
    public static TimestampedOffset? Find(LogView view, Instant timestamp)
    {
        for (var index = Math.Max(view.IndexOf(view.LogStartOffset), 0); index < view.Segments.Length; index++)
        {
            var segment = view.Segments[index];
            var start = segment.BaseOffset.Plus(segment.Indexes().FloorByTime(timestamp.Milliseconds));
            var found = Scan(view, index, Offset.Max(start, view.LogStartOffset), timestamp);
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    public static TimestampedOffset? FindMax(LogView view)
    {
        var (max, at) = (Instant.None, -1);
        for (var index = Math.Max(view.IndexOf(view.LogStartOffset), 0); index < view.Segments.Length; index++)
        {
            var tail = SegmentTail.Read(view.Segments[index], new(view.ByteCountOf(index)));
            if (tail.MaxTimestamp > max)
            {
                (max, at) = (tail.MaxTimestamp, index);
            }
        }

        return at < 0 ? null : Scan(view, at, view.LogStartOffset, max);
    }

    // The first record from the offset on that bears the timestamp or a later one.
    private static TimestampedOffset? Scan(LogView view, int index, Offset start, Instant timestamp)
    {
        var segment = view.Segments[index];
        var end = new FilePosition(view.ByteCountOf(index));
        var open = segment.TryAcquire();
        if (open is null)
        {
            return null;
        }

        try
        {
            if (SegmentLookup.FindByOffset(segment, open.File, start, end) is not { } first)
            {
                return null;
            }

            Span<byte> window = stackalloc byte[BatchCursor.WindowBytes];
            var cursor = new BatchCursor(open.File, first.Position, end, window);
            while (cursor.MoveNext())
            {
                if (cursor.Current.Header.MaxTimestamp >= timestamp
                    && FindInBatch(segment, open.File, cursor.Current, timestamp, view.LogStartOffset) is { } found)
                {
                    return found;
                }
            }

            return cursor.IsMalformed
                ? throw new LogCorruptException(segment.Path, cursor.Position, "not a record batch")
                : null;
        }
        finally
        {
            open.Release();
        }
    }

    private static TimestampedOffset? FindInBatch(
        Segment segment, IFile file, StoredBatch batch, Instant timestamp, Offset logStartOffset)
    {
        using var stored = new PooledBuffer(batch.Header.SizeBytes);
        using var scratch = new PooledBuffer();
        var bytes = stored.GetSpan(batch.Header.SizeBytes)[..batch.Header.SizeBytes];
        var readBytes = file.Read(bytes, batch.Position);
        if (readBytes < bytes.Length || !RecordBatchValidator.HasValidChecksum(bytes, batch.Header))
        {
            throw new LogCorruptException(segment.Path, batch.Position, "the checksum does not match");
        }

        var status = RecordSection.TryOpen(
            bytes, batch.Header, scratch, RecordBatchRules.DecompressedBytesDefault, out var section);
        if (status is not RecordBatchStatus.Valid)
        {
            // Without its codec the batch itself is the nearest answer, as its records cannot be told apart.
            return new(batch.Header.BaseOffset, batch.Header.MaxTimestamp, batch.Header.PartitionLeaderEpoch);
        }

        var records = new RecordEnumerator(section, batch.Header);
        while (records.MoveNext())
        {
            var record = records.Current;
            if (record.Timestamp >= timestamp && record.Offset >= logStartOffset)
            {
                return new(record.Offset, record.Timestamp, batch.Header.PartitionLeaderEpoch);
            }
        }

        return null;
    }
}
