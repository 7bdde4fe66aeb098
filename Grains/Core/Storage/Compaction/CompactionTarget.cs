using Cloud.Core.Storage.Segments;
using Cloud.Core.Storage.Transactions;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Logs;

namespace Cloud.Core.Storage.Compaction;

/// <summary>The log as it was when its compaction began; sealed segments do not change, at most they go.</summary>
internal sealed record CompactionTarget(LogView View, SegmentFolder Folder, LogSettings Settings)
{
    /// <summary>Transactions that were aborted and overlap a segment, also those whose marker stands in a later one.</summary>
    /// <exception cref="LogCorruptException">An index is damaged: aborted records would be taken for committed ones.</exception>
    public List<AbortedTransaction> AbortedIn(int segmentIndex)
    {
        var found = new List<AbortedTransaction>();
        var (start, end) = (View.Segments[segmentIndex].BaseOffset, View.EndOffsetOf(segmentIndex));
        for (var at = segmentIndex; at < View.Segments.Length; at++)
        {
            var segment = View.Segments[at];
            var entries = TransactionIndexFile.TryRead(Folder, segment.BaseOffset)
                ?? throw new LogCorruptException(segment.Path, FilePosition.Start, "its transaction index is damaged");
            if (TransactionIndexSearch.Collect(entries, start, end, found))
            {
                break;
            }
        }

        return found;
    }
}
