namespace Cloud.Protocol.Records;

/// <summary>
/// Walks the batches that lie one after the other in a span: a fetch response, a piece of a segment. Stops at the first
/// that is not whole or not a batch; <see cref="Status"/> then says why and <see cref="Position"/> where. Used as
/// <c>while (batches.MoveNext())</c>, then ask the status. The CRC is left to the caller, as not every caller needs it.
/// </summary>
public ref struct RecordBatches(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _nextPosition;

    public RecordBatchView Current { get; private set; }

    /// <summary>
    /// Valid at the end: the span held whole batches and nothing else. Incomplete: it ends inside of one, which is
    /// normal for a fetch that was cut at its size limit.
    /// </summary>
    public RecordBatchStatus Status { get; private set; } = RecordBatchStatus.Valid;

    /// <summary>
    /// Where the current batch starts, and after the walk the first byte that belongs to no whole batch.
    /// </summary>
    public int Position { get; private set; }

    public bool MoveNext()
    {
        if (Status is not RecordBatchStatus.Valid)
        {
            return false;
        }

        Position = _nextPosition;
        if (Position == _bytes.Length)
        {
            return false;
        }

        Status = TryTake(_bytes[Position..], out var batch);
        if (Status is not RecordBatchStatus.Valid)
        {
            return false;
        }

        Current = batch;
        _nextPosition += batch.Bytes.Length;
        return true;
    }

    private static RecordBatchStatus TryTake(ReadOnlySpan<byte> rest, out RecordBatchView batch)
    {
        batch = default;
        var status = RecordBatchFrame.Measure(rest, out var sizeBytes);
        if (status is not RecordBatchStatus.Valid)
        {
            return status;
        }

        if (sizeBytes > rest.Length)
        {
            return RecordBatchStatus.Incomplete;
        }

        if (RecordBatchHeader.TryRead(rest, out var header) is not ReadStatus.Done)
        {
            return RecordBatchStatus.OffsetRangeInvalid;
        }

        batch = new RecordBatchView(header, rest[..sizeBytes]);
        return RecordBatchStatus.Valid;
    }
}
