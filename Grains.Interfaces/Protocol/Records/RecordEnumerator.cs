namespace Cloud.Protocol.Records;

/// <summary>
/// Walks the records of one batch over their uncompressed bytes, allocating nothing. Ends at the first fault, which
/// <see cref="Status"/> then names and <see cref="Position"/> locates. Used as <c>while (records.MoveNext())</c>, then
/// ask the status. Offsets given are strictly increasing and inside of the batch.
/// </summary>
public ref struct RecordEnumerator
{
    private readonly ReadOnlySpan<byte> _section;
    private readonly RecordBatchHeader _header;
    private int _read;
    private int _previousDelta;
    private Record _current;

    /// <summary>
    /// <paramref name="section"/>: the records without the batch header, decompressed if they were compressed.
    /// </summary>
    public RecordEnumerator(ReadOnlySpan<byte> section, in RecordBatchHeader header)
        : this(section, header, RecordCursor.Start)
    {
    }

    /// <summary>Goes on where another has stopped, over the same section.</summary>
    public RecordEnumerator(ReadOnlySpan<byte> section, in RecordBatchHeader header, RecordCursor from)
    {
        _section = section;
        _header = header;
        _read = from.Read;
        _previousDelta = from.PreviousDelta;
        Position = from.Position;
    }

    public readonly Record Current => _current;

    /// <summary>Valid at the end: all records that the header counts were read and nothing follows them.</summary>
    public RecordBatchStatus Status { get; private set; } = RecordBatchStatus.Valid;

    /// <summary>Where in the section the next record starts, or the faulty one.</summary>
    public int Position { get; private set; }

    /// <summary>Before the next record: a later enumerator can go on from here.</summary>
    public readonly RecordCursor Cursor => new(Position, _read, _previousDelta);

    public bool MoveNext()
    {
        if (Status is not RecordBatchStatus.Valid)
        {
            return false;
        }

        if (_read == _header.RecordCount)
        {
            Status = Position == _section.Length ? RecordBatchStatus.Valid : RecordBatchStatus.TrailingBytes;
            return false;
        }

        Status = TryReadRecord(_section[Position..]);
        if (Status is not RecordBatchStatus.Valid)
        {
            return false;
        }

        _read++;
        Position += _current.SizeBytes;
        return true;
    }

    private RecordBatchStatus TryReadRecord(ReadOnlySpan<byte> rest)
    {
        var prefix = new RecordFieldReader(rest);
        if (!prefix.TryReadInt32(out var length) || !prefix.TryReadBytes(length, out var body))
        {
            return RecordBatchStatus.RecordMalformed;
        }

        var fields = new RecordFieldReader(body);

        // The attributes of a record have no bits with a meaning, now as when the format was made.
        if (!fields.TryReadByte(out _)
            || !fields.TryReadInt64(out var timestampDelta)
            || !fields.TryReadInt32(out var offsetDelta)
            || !TryGetTimestamp(timestampDelta, out var timestamp))
        {
            return RecordBatchStatus.RecordMalformed;
        }

        if (offsetDelta <= _previousDelta || offsetDelta > _header.LastOffsetDelta)
        {
            return RecordBatchStatus.RecordOffsetInvalid;
        }

        _previousDelta = offsetDelta;
        var sizeBytes = rest.Length - prefix.Rest.Length;
        return TryReadContent(fields, offsetDelta, timestamp, sizeBytes);
    }

    private RecordBatchStatus TryReadContent(
        RecordFieldReader fields, int offsetDelta, Instant timestamp, int sizeBytes)
    {
        if (!fields.TryReadNullableBytes(out var key)
            || !fields.TryReadNullableBytes(out var value)
            || !fields.TryReadHeaders(out var headers)
            || !fields.Rest.IsEmpty)
        {
            return RecordBatchStatus.RecordMalformed;
        }

        _current = new Record
        {
            Offset = _header.BaseOffset.Plus(offsetDelta),
            Timestamp = timestamp,
            Sequence = SequenceOf(offsetDelta),
            Key = key,
            Value = value,
            Headers = headers,
            SizeBytes = sizeBytes,
        };
        return RecordBatchStatus.Valid;
    }

    private readonly int SequenceOf(int offsetDelta) => _header.BaseSequence < 0
        ? RecordBatchHeader.NoSequence
        : SequenceNumber.Plus(_header.BaseSequence, offsetDelta);

    private readonly bool TryGetTimestamp(long delta, out Instant timestamp)
    {
        if (_header.Attributes.TimestampType is TimestampType.LogAppendTime)
        {
            timestamp = _header.MaxTimestamp;
            return true;
        }

        var milliseconds = unchecked(_header.BaseTimestamp.Milliseconds + delta);
        var hasOverflowed = (milliseconds < _header.BaseTimestamp.Milliseconds) != (delta < 0);
        timestamp = new(milliseconds);
        return !hasOverflowed;
    }
}
