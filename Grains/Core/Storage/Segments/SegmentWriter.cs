using Cloud.Core.Storage.Files;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Segments;

/// <summary>The writing side of the active segment. Used by the log's single writer only.</summary>
internal sealed class SegmentWriter
{
    private readonly IndexBuilder _builder;
    private readonly Instant _createdAt;
    private readonly TimeSpan _jitter;
    private Instant _firstTimestamp = Instant.None;

    public SegmentWriter(Segment segment, LogSettings settings, Instant createdAt, int jitterSeed)
    {
        Segment = segment;
        _createdAt = createdAt;
        _builder = new(segment.BaseOffset, settings.IndexIntervalBytes);
        _jitter = RollPolicy.JitterOf(settings, segment.BaseOffset, jitterSeed);
    }

    public Segment Segment { get; }

    /// <summary>-1 while no batch bore a timestamp.</summary>
    public Instant MaxTimestamp => _builder.MaxTimestamp;

    /// <summary>The last offset of the first batch that bore <see cref="MaxTimestamp"/>.</summary>
    public Offset OffsetOfMaxTimestamp => _builder.OffsetOfMaxTimestamp;

    public ActiveSegmentState State(long byteCount)
    {
        var indexes = Segment.Indexes();
        return new()
        {
            BaseOffset = Segment.BaseOffset,
            ByteCount = byteCount,
            OffsetEntries = indexes.Offsets.Count,
            TimeEntries = indexes.Times.Count,
            FirstTimestamp = _firstTimestamp,
            CreatedAt = _createdAt,
            Jitter = _jitter,
        };
    }

    /// <summary>Takes note of a batch that is in the file already: on recovery, and after an append.</summary>
    public void Note(SegmentIndexes indexes, in StoredBatch batch)
    {
        if (batch.Position == FilePosition.Start)
        {
            _firstTimestamp = batch.Header.MaxTimestamp;
        }

        _builder.Add(indexes, batch);
    }

    /// <summary>Goes on in a segment whose indexes and tail are known to be good.</summary>
    public void Resume(Instant firstTimestamp, Instant maxTimestamp, Offset offsetOfMaxTimestamp)
    {
        _firstTimestamp = firstTimestamp;
        _builder.Resume(maxTimestamp, offsetOfMaxTimestamp);
    }

    /// <summary>The last entry of the time index: the segment will not grow any more.</summary>
    public void Seal() => _builder.Seal(Segment.Indexes());
}
