using Cloud.Core.Storage.Segments;
using Cloud.Protocol;

namespace Cloud.Core.Storage;

/// <summary>
/// What a log looks like at one moment: made by the writer, published in one reference, never changed. Readers take one
/// view and so never wait for an append, a roll or a deletion.
/// </summary>
internal sealed class LogView(Segment[] segments, Offset logStartOffset, Offset logEndOffset, int activeByteCount)
{
    public Segment[] Segments => segments;

    public Offset LogStartOffset => logStartOffset;

    public Offset LogEndOffset => logEndOffset;

    public int ActiveByteCount => activeByteCount;

    public Segment Active => segments[^1];

    /// <summary>
    /// Grows with every truncation, so that a flush that began before one cannot vouch for bytes after it.
    /// </summary>
    public required int Generation { get; init; }

    public int ByteCountOf(int index) => index == segments.Length - 1 ? activeByteCount : segments[index].ByteCount;

    /// <summary>Exclusive: where the next segment begins, or the log ends.</summary>
    public Offset EndOffsetOf(int index) =>
        index == segments.Length - 1 ? logEndOffset : segments[index + 1].BaseOffset;

    /// <summary>The last segment that begins at or before the offset; -1 when all begin behind it.</summary>
    public int IndexOf(Offset offset)
    {
        var (low, high) = (0, segments.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = segments[middle].BaseOffset <= offset ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    public long TotalByteCount()
    {
        var total = 0L;
        for (var i = 0; i < segments.Length; i++)
        {
            total += ByteCountOf(i);
        }

        return total;
    }
}
