using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Logs;
using Cloud.Core.Storage.Segments;
using Cloud.Core.Storage.Transactions;

namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// The log as it was when its compaction began: its sealed segments do not change, at most they go. For one compaction.
/// </summary>
internal sealed class CompactionTarget(LogView view, SegmentFolder folder, LogSettings settings)
{
    // Most segments have no aborted transaction; each of them is asked once, not once for every segment before it.
    private readonly bool[] _hasNoneAborted = new bool[view.Segments.Length];

    public LogView View => view;

    public SegmentFolder Folder => folder;

    public LogSettings Settings => settings;

    /// <summary>
    /// Transactions that were aborted and overlap a segment, also those whose marker stands in a later one. All of them
    /// were in the files when the compaction began, because it stays below the last stable offset.
    /// </summary>
    /// <exception cref="LogCorruptException">
    /// An index is damaged: aborted records would be taken for committed ones.
    /// </exception>
    public List<AbortedTransaction> AbortedIn(int segmentIndex)
    {
        var found = new List<AbortedTransaction>();
        var (start, end) = (view.Segments[segmentIndex].BaseOffset, view.EndOffsetOf(segmentIndex));
        for (var at = segmentIndex; at < view.Segments.Length; at++)
        {
            if (!_hasNoneAborted[at] && TransactionIndexSearch.Collect(Read(at), start, end, found))
            {
                break;
            }
        }

        return found;
    }

    private List<AbortedTransaction> Read(int segmentIndex)
    {
        var segment = view.Segments[segmentIndex];
        var entries = TransactionIndexFile.TryRead(folder, segment.BaseOffset)
            ?? throw new LogCorruptException(segment.Path, FilePosition.Start, "its transaction index is damaged");
        _hasNoneAborted[segmentIndex] = entries.Count == 0;
        return entries;
    }
}
