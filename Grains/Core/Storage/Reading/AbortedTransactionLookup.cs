using Cloud.Core.Storage.Logs;
using Cloud.Core.Storage.Segments;
using Cloud.Core.Storage.Transactions;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Reading;

/// <summary>
/// Collects the aborted transactions that overlap a fetch, from the transaction indexes of its segments on.
/// </summary>
internal static class AbortedTransactionLookup
{
    public static IReadOnlyList<AbortedTransaction> Find(SegmentFolder folder, LogView view, Offset start, Offset end)
    {
        var found = new List<AbortedTransaction>();
        for (var index = Math.Max(view.IndexOf(start), 0); index < view.Segments.Length; index++)
        {
            var segment = view.Segments[index];
            var entries = TransactionIndexFile.TryRead(folder, segment.BaseOffset)
                ?? throw new LogCorruptException(
                    segment.Path, Files.FilePosition.Start, "its transaction index is damaged");
            if (TransactionIndexSearch.Collect(entries, start, end, found))
            {
                break;
            }
        }

        return found;
    }
}
