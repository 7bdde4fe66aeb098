using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Logs;

/// <summary>Reads the transaction marker out of a control batch.</summary>
internal static class MarkerReader
{
    /// <summary>
    /// Null for a data batch, for one that compaction emptied, and for control records of other kinds.
    /// </summary>
    public static EndTransactionMarker? Read(ReadOnlySpan<byte> batch, in RecordBatchHeader header)
    {
        if (!header.Attributes.IsControl || header.Attributes.IsCompressed)
        {
            return null;
        }

        var records = new RecordEnumerator(batch[RecordBatchLayout.Records..header.SizeBytes], header);
        return records.MoveNext() && EndTransactionMarker.TryRead(records.Current, out var marker) is ReadStatus.Done
            ? marker
            : null;
    }
}
