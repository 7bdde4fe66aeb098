using Cloud.Core.Storage.Logs;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// Takes the dirty batches of a log into an offset map: of every key that was not part of an aborted transaction the
/// last offset. No I/O. Owned by one compaction, batches in log order.
/// </summary>
internal sealed class OffsetMapFiller : IDisposable
{
    private readonly OffsetMap _map;
    private readonly Offset _firstDirtyOffset;
    private readonly int _decompressedBytesMax;
    private readonly PooledBuffer _scratch = new();

    public OffsetMapFiller(OffsetMap map, Offset firstDirtyOffset, int decompressedBytesMax)
    {
        (_map, _firstDirtyOffset, _decompressedBytesMax) = (map, firstDirtyOffset, decompressedBytesMax);

        // What was compacted before holds each key once: a map without its keys judges it rightly.
        map.CoverUpTo(firstDirtyOffset.Plus(-1));
    }

    public CleanedTransactions Transactions { get; } = new();

    public OffsetMapFill Add(ReadOnlySpan<byte> batch, in RecordBatchHeader header)
    {
        var fill = OffsetMapFill.Added;
        if (header.Attributes.IsControl)
        {
            Transactions.ObserveMarker(header, MarkerReader.Read(batch, header));
        }
        else if (!Transactions.ObserveData(header) && header.LastOffset >= _firstDirtyOffset)
        {
            fill = AddRecords(batch, header);
        }

        if (fill is OffsetMapFill.Added)
        {
            CoverUpTo(header.LastOffset);
        }

        return fill;
    }

    /// <summary>Everything below <paramref name="endOffset"/> was seen, also where offsets are missing.</summary>
    public void EndSegment(Offset endOffset) => CoverUpTo(endOffset.Plus(-1));

    public void Dispose() => _scratch.Dispose();

    private OffsetMapFill AddRecords(ReadOnlySpan<byte> batch, in RecordBatchHeader header)
    {
        var status = RecordSection.TryOpen(batch, header, _scratch, _decompressedBytesMax, out var section);
        if (status is not RecordBatchStatus.Valid)
        {
            return OffsetMapFill.Unreadable;
        }

        var records = new RecordEnumerator(section, header);
        while (records.MoveNext())
        {
            var record = records.Current;
            if (record.Offset < _firstDirtyOffset || record.Key.IsNull)
            {
                continue;
            }

            if (!_map.TryPut(record.Key.Span, record.Offset))
            {
                // By records, not by batches: a run always gets on, however large a batch is.
                CoverUpTo(record.Offset.Plus(-1));
                return OffsetMapFill.Full;
            }
        }

        return records.Status is RecordBatchStatus.Valid ? OffsetMapFill.Added : OffsetMapFill.Unreadable;
    }

    private void CoverUpTo(Offset offset) => _map.CoverUpTo(Offset.Max(offset, _map.LatestOffset));
}
