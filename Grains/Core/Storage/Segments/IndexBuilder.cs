using Cloud.Protocol;

namespace Cloud.Core.Storage.Segments;

/// <summary>
/// Decides which batches of a segment get an index entry: the first after more than <c>index.interval.bytes</c>. Used
/// by the writer as it appends and by whatever rebuilds an index, so both give the same files.
/// </summary>
internal sealed class IndexBuilder(Offset baseOffset, int intervalBytes)
{
    /// <summary>Default of <c>index.interval.bytes</c>.</summary>
    public const int DefaultIntervalBytes = 4096;

    private readonly Offset _baseOffset = baseOffset;
    private long _bytesSinceEntry;

    /// <summary>-1 while no batch bore a timestamp.</summary>
    public Instant MaxTimestamp { get; private set; } = Instant.None;

    /// <summary>The last offset of the first batch that bore <see cref="MaxTimestamp"/>.</summary>
    public Offset OffsetOfMaxTimestamp { get; private set; } = baseOffset;

    /// <summary>What the builder cannot see when it goes on where another left off.</summary>
    public void Resume(Instant maxTimestamp, Offset offsetOfMaxTimestamp)
    {
        MaxTimestamp = maxTimestamp;
        OffsetOfMaxTimestamp = offsetOfMaxTimestamp;
        _bytesSinceEntry = 0;
    }

    /// <remarks>
    /// The indexes come with every call: a reader that found them wrong may have replaced them. One entry lost to such
    /// a race only makes a look-up scan a little further.
    /// </remarks>
    public void Add(SegmentIndexes indexes, in StoredBatch batch)
    {
        var header = batch.Header;
        if (header.MaxTimestamp > MaxTimestamp)
        {
            MaxTimestamp = header.MaxTimestamp;
            OffsetOfMaxTimestamp = header.LastOffset;
        }

        if (_bytesSinceEntry > intervalBytes)
        {
            indexes.AddOffset(new(Relative(header.LastOffset), (int)batch.Position.Value));
            AddTimeEntry(indexes);
            _bytesSinceEntry = 0;
        }

        _bytesSinceEntry += header.SizeBytes;
    }

    /// <summary>
    /// A closed segment's time index ends with its largest timestamp: retention and look-ups rest on it.
    /// </summary>
    public void Seal(SegmentIndexes indexes) => AddTimeEntry(indexes);

    private void AddTimeEntry(SegmentIndexes indexes)
    {
        if (MaxTimestamp.Milliseconds >= 0)
        {
            indexes.AddTime(new(MaxTimestamp.Milliseconds, Relative(OffsetOfMaxTimestamp)));
        }
    }

    private int Relative(Offset offset) => checked((int)offset.DistanceFrom(_baseOffset));
}
