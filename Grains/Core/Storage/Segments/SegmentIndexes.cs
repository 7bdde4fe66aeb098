using Cloud.Core.Storage.Files;

namespace Cloud.Core.Storage.Segments;

/// <summary>
/// The two sparse indexes of one segment in memory. The log's writer adds and cuts; any thread looks up: each look-up
/// takes one published table and stays with it.
/// </summary>
internal sealed class SegmentIndexes(IndexTable<OffsetIndexEntry> offsets, IndexTable<TimeIndexEntry> times)
{
    private volatile IndexTable<OffsetIndexEntry> _offsets = offsets;
    private volatile IndexTable<TimeIndexEntry> _times = times;

    public SegmentIndexes()
        : this(IndexTable<OffsetIndexEntry>.Empty, IndexTable<TimeIndexEntry>.Empty)
    {
    }

    public IndexTable<OffsetIndexEntry> Offsets => _offsets;

    public IndexTable<TimeIndexEntry> Times => _times;

    public void AddOffset(OffsetIndexEntry entry) => _offsets = _offsets.Add(entry);

    /// <summary>Does nothing when the largest timestamp has not grown since the last entry.</summary>
    public void AddTime(TimeIndexEntry entry)
    {
        var times = _times;
        var grew = times.Count == 0 ? entry.MayBeFirst() : entry.MayFollow(times[times.Count - 1]);
        if (grew)
        {
            _times = times.Add(entry);
        }
    }

    /// <summary>Where to start scanning for the batch that holds the offset: never behind that batch.</summary>
    public FilePosition Floor(int relativeOffset)
    {
        var entries = _offsets.Span;
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = entries[middle].RelativeOffset <= relativeOffset ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? FilePosition.Start : entries[low - 1].FilePosition;
    }

    /// <summary>The last indexed batch start at or before a file position.</summary>
    public FilePosition FloorByPosition(FilePosition position)
    {
        var entries = _offsets.Span;
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = entries[middle].Position <= position.Value ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? FilePosition.Start : entries[low - 1].FilePosition;
    }

    /// <summary>
    /// The offset, relative to the segment, from which on a batch may bear the timestamp or a later one: everything
    /// before it is older.
    /// </summary>
    public int FloorByTime(long timestamp)
    {
        var entries = _times.Span;
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = entries[middle].Timestamp < timestamp ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? 0 : entries[low - 1].RelativeOffset;
    }

    /// <summary>
    /// Removes what points at or behind the cut: entries of batches from the position and the offset on.
    /// </summary>
    public void CutAt(FilePosition position, int relativeOffset)
    {
        var offsets = _offsets.Span;
        var keptOffsets = offsets.Length;
        while (keptOffsets > 0 && offsets[keptOffsets - 1].Position >= position.Value)
        {
            keptOffsets--;
        }

        var times = _times.Span;
        var keptTimes = times.Length;
        while (keptTimes > 0 && times[keptTimes - 1].RelativeOffset >= relativeOffset)
        {
            keptTimes--;
        }

        _offsets = _offsets.First(keptOffsets);
        _times = _times.First(keptTimes);
    }
}
