namespace Cloud.Protocol.Records;

/// <summary>
/// The headers of one record, borrowed from the batch, for <c>foreach</c>. The reader that gave them has walked them
/// once, so walking them again cannot fail.
/// </summary>
public readonly ref struct RecordHeaders
{
    internal RecordHeaders(int count, ReadOnlySpan<byte> encoded)
    {
        Count = count;
        Encoded = encoded;
    }

    public int Count { get; }

    /// <summary>All headers as they stand in the record, after their count.</summary>
    internal ReadOnlySpan<byte> Encoded { get; }

    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks the headers in their order.</summary>
    public ref struct Enumerator
    {
        private RecordFieldReader _fields;
        private int _left;

        internal Enumerator(RecordHeaders headers)
        {
            _fields = new RecordFieldReader(headers.Encoded);
            _left = headers.Count;
        }

        public RecordHeaderView Current { get; private set; }

        public bool MoveNext()
        {
            if (_left == 0)
            {
                return false;
            }

            _left--;
            var isRead = _fields.TryReadHeader(out var header);
            Invariant.Holds(isRead);
            Current = header;
            return true;
        }
    }
}
