using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Producers;
using Cloud.Core.Storage.Segments;
using Cloud.Core.Storage.Transactions;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Logs;

/// <summary>
/// Brings a producer table to an offset of the log: the newest believable snapshot at or below it, then the batches
/// from there on. The same batches give the same table, however it came about.
/// </summary>
internal sealed class ProducerReplay(SegmentFolder folder, ProducerStateTable producers)
{
    private readonly List<AbortedTransaction> _ignored = [];

    /// <summary>Loads a snapshot and replays <c>[snapshot, endOffset)</c> of the view.</summary>
    public void Run(LogView view, Offset endOffset, Instant now, TimeSpan expiration)
    {
        LoadSnapshot(view, endOffset, now, expiration);
        var start = view.IndexOf(producers.EndOffset);
        for (var index = Math.Max(start, 0); index < view.Segments.Length; index++)
        {
            if (view.Segments[index].BaseOffset >= endOffset)
            {
                break;
            }

            ReplaySegment(view, index, endOffset);
        }

        producers.CommitStaged(Offset.Max(endOffset, producers.EndOffset), _ignored);
        _ignored.Clear();
    }

    /// <summary>Takes in one batch of the log; what it aborts is added to the list.</summary>
    public static void Take(
        ProducerStateTable producers,
        in RecordBatchHeader header,
        ReadOnlySpan<byte> batch,
        List<AbortedTransaction> aborted)
    {
        if (header.ProducerId.IsIdempotent)
        {
            producers.Stage(header, MarkerReader.Read(batch, header), RecordBatchOrigin.Log);
        }

        producers.CommitStaged(header.NextOffset, aborted);
    }

    private void LoadSnapshot(LogView view, Offset endOffset, Instant now, TimeSpan expiration)
    {
        foreach (var offset in ProducerFiles.List(folder))
        {
            if (offset <= endOffset && ProducerFiles.TryRead(folder, offset) is { } entries)
            {
                producers.Load(entries, offset, now, expiration);
                producers.AdvanceLogStart(view.LogStartOffset);
                return;
            }
        }

        producers.Reset(Offset.Min(view.Segments[0].BaseOffset, endOffset));
    }

    private void ReplaySegment(LogView view, int index, Offset endOffset)
    {
        var segment = view.Segments[index];
        var end = new FilePosition(view.ByteCountOf(index));
        var open = segment.Acquire();
        try
        {
            if (SegmentLookup.FindByOffset(segment, open.File, producers.EndOffset, end) is not { } first)
            {
                return;
            }

            Span<byte> window = stackalloc byte[BatchCursor.WindowBytes];
            var cursor = new BatchCursor(open.File, first.Position, end, window);
            while (cursor.MoveNext() && cursor.Current.Header.BaseOffset < endOffset)
            {
                TakeStored(open.File, cursor.Current);
            }

            if (cursor.IsMalformed)
            {
                throw new LogCorruptException(segment.Path, cursor.Position, "not a record batch");
            }
        }
        finally
        {
            open.Release();
        }
    }

    private void TakeStored(IFile file, StoredBatch batch)
    {
        var header = batch.Header;
        var isSeen = header.NextOffset <= producers.EndOffset;
        if (isSeen)
        {
            return;
        }

        // Only a marker's content matters; it is far below any bound that would make reading it a risk.
        var bytes = header.Attributes.IsControl ? new byte[header.SizeBytes] : [];
        var readBytes = bytes.Length == 0 ? 0 : file.Read(bytes, batch.Position);
        Invariant.Holds(readBytes == bytes.Length);
        Take(producers, header, bytes, _ignored);
    }
}
