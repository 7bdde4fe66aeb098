using Cloud.Protocol;

namespace Cloud.Core.Storage.Transactions;

/// <summary>
/// Reads the entries of <c>.txnindex</c> files: all of them on loading, or those that a fetch must know. Entries stand
/// in the order of their markers; the files are small, as only aborted transactions have one.
/// </summary>
public static class TransactionIndexSearch
{
    /// <summary>
    /// Every entry of a segment's file. Anything that is not a whole sequence of sound entries with growing markers
    /// inside the segment is told by status: the file is then rebuilt from the log.
    /// </summary>
    public static DecodeStatus TryReadAll(
        ReadOnlySpan<byte> file, Offset segmentBaseOffset, List<AbortedTransaction> entries)
    {
        var previousMarker = segmentBaseOffset.Plus(-1);
        if (file.Length % AbortedTransaction.SizeBytes != 0)
        {
            return DecodeStatus.Malformed;
        }

        for (var rest = file; !rest.IsEmpty; rest = rest[AbortedTransaction.SizeBytes..])
        {
            var status = AbortedTransaction.TryDecode(rest, out var entry);
            if (status is not DecodeStatus.Done)
            {
                return status;
            }

            if (entry.LastOffset <= previousMarker)
            {
                return DecodeStatus.Malformed;
            }

            previousMarker = entry.LastOffset;
            entries.Add(entry);
        }

        return DecodeStatus.Done;
    }

    /// <summary>
    /// How many bytes of the file stay when the log is cut at <paramref name="offset"/> (markers at it go).
    /// </summary>
    public static int BytesBelow(IReadOnlyList<AbortedTransaction> entries, Offset offset)
    {
        var kept = 0;
        while (kept < entries.Count && entries[kept].LastOffset < offset)
        {
            kept++;
        }

        return kept * AbortedTransaction.SizeBytes;
    }

    /// <summary>
    /// Adds the transactions that overlap <c>[fetchOffset, upperBound)</c>. A transaction's entry stands in the segment
    /// of its marker, so the search goes on into later segments until it is told that nothing further can overlap.
    /// </summary>
    /// <returns>Whether the search is complete; if not, go on with the next segment.</returns>
    public static bool Collect(
        IReadOnlyList<AbortedTransaction> entries,
        Offset fetchOffset,
        Offset upperBound,
        List<AbortedTransaction> found)
    {
        foreach (var entry in entries)
        {
            if (entry.LastOffset >= fetchOffset && entry.FirstOffset < upperBound)
            {
                found.Add(entry);
            }

            // All transactions below the entry's stable offset were decided by then, so none of the range is still to
            // come. A stable offset beyond the marker itself can be told wrongly by other writers of this format: it is
            // not used.
            if (Offset.Min(entry.LastStableOffset, entry.LastOffset.Plus(1)) >= upperBound)
            {
                return true;
            }
        }

        return false;
    }
}
