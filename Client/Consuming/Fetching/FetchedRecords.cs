using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Client;

/// <summary>
/// What came of one partition in one answer, and how far it is read. Batches are checked and decompressed when they are
/// reached. Read by the one who consumes only.
/// </summary>
internal sealed class FetchedRecords(
    PartitionState state, int version, ReadOnlyMemory<byte> bytes, FetchFrame frame, AbortedTransactions? aborted)
    : IDisposable
{
    private PooledBuffer? _decompressed;
    private int _nextBatch;
    private bool _isOpen;
    private RecordBatchHeader _header;
    private ReadOnlyMemory<byte> _section;

    public PartitionState State => state;

    public int Version => version;

    public int ByteCount => bytes.Length;

    /// <summary>Whether it ends in what is no batch.</summary>
    public bool HasFault { get; init; }

    /// <summary>False when its partition is gone, or goes on elsewhere.</summary>
    public bool IsCurrent => state.IsOf(version);

    /// <summary>Of the batch that is open.</summary>
    public RecordBatchHeader Header => _header;

    /// <summary>Its records, in the clear.</summary>
    public ReadOnlySpan<byte> Section => _section.Span;

    /// <summary>The next record of the batch that is open.</summary>
    public RecordCursor Cursor { get; set; }

    /// <summary>
    /// Makes a batch the open one that has records from there on, unless one is open; false when there is none left.
    /// </summary>
    /// <param name="from">Batches before are passed over.</param>
    /// <param name="options">Whether checksums are compared.</param>
    /// <param name="passed">Moved to the end of what was passed over.</param>
    /// <exception cref="MalformedResponseException">A batch is damaged.</exception>
    public bool TryOpen(Offset from, ConsumerOptions options, ref FetchPosition passed)
    {
        while (!_isOpen)
        {
            var batches = new RecordBatches(bytes.Span[_nextBatch..]);
            if (!batches.MoveNext())
            {
                // A last batch that is cut off is what an answer's limit does; it comes again with the next fetch.
                return batches.Status is RecordBatchStatus.Valid or RecordBatchStatus.Incomplete
                    ? false
                    : throw Damaged(batches.Status, passed.Offset);
            }

            var header = batches.Current.Header;
            if (options.CheckCrcs && !RecordBatchValidator.HasValidChecksum(batches.Current.Bytes, header))
            {
                throw Damaged(RecordBatchStatus.ChecksumMismatch, header.BaseOffset);
            }

            // Also what is passed over is shown to the filter of transactions, which counts on seeing all.
            if (!TryShow(header) || header.NextOffset <= from)
            {
                Close(header, ref passed);
            }
        }

        return true;
    }

    /// <summary>The open batch is read to its end.</summary>
    public void Close(ref FetchPosition passed) => Close(_header, ref passed);

    /// <summary>Begins again, so that what was read and not handed out comes once more.</summary>
    public void Rewind()
    {
        _nextBatch = 0;
        _isOpen = false;
        aborted?.Restart();
    }

    public MalformedResponseException Damaged(RecordBatchStatus status, Offset offset) =>
        new($"The record batch at {state.Id}@{offset} cannot be read: {status}. Seek past it to go on without it.");

    public void Dispose()
    {
        _decompressed?.Dispose();
        frame.Release();
    }

    private void Close(in RecordBatchHeader header, ref FetchPosition passed)
    {
        _nextBatch += header.SizeBytes;
        _isOpen = false;
        if (header.NextOffset > passed.Offset)
        {
            passed = new(header.NextOffset, header.PartitionLeaderEpoch);
        }
    }

    private bool TryShow(in RecordBatchHeader header)
    {
        var isMarker = header.Attributes.IsControl;
        if (isMarker ? aborted is null : IsAborted(header, isAbortMarker: false))
        {
            return false;
        }

        Open(header);
        if (isMarker)
        {
            IsAborted(header, IsAbortMarker());
            return false;
        }

        _isOpen = true;
        return true;
    }

    private bool IsAborted(in RecordBatchHeader header, bool isAbortMarker) =>
        aborted is not null && aborted.Covers(header, isAbortMarker);

    private bool IsAbortMarker()
    {
        var records = new RecordEnumerator(Section, _header);
        return records.MoveNext()
            && EndTransactionMarker.TryRead(records.Current, out var marker) is ReadStatus.Done
            && marker.Outcome is TransactionOutcome.Abort;
    }

    private void Open(in RecordBatchHeader header)
    {
        var batch = bytes.Slice(_nextBatch, header.SizeBytes);
        _header = header;
        Cursor = RecordCursor.Start;
        if (!header.Attributes.IsCompressed)
        {
            _section = batch[^header.RecordsSizeBytes..];
            return;
        }

        _decompressed ??= new PooledBuffer();
        var status = RecordSection.TryOpen(
            batch.Span, header, _decompressed, RecordBatchRules.DecompressedBytesDefault, out _);
        if (status is not RecordBatchStatus.Valid)
        {
            throw Damaged(status, header.BaseOffset);
        }

        _section = _decompressed.WrittenMemory;
    }
}
