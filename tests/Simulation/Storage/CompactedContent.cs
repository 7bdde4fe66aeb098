using Cloud.Core.Storage;
using Cloud.Core.Storage.Reading;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Simulation.Storage;

/// <summary>
/// A log's records as a read-committed consumer sees them from the beginning on, and the table of keys that it ends
/// with.
/// </summary>
internal sealed class CompactedContent
{
    private readonly SortedDictionary<long, string> _records = [];
    private readonly SortedDictionary<string, string> _table = new(StringComparer.Ordinal);

    public int RecordCount => _records.Count;

    public int KeyCount => _table.Count;

    public static CompactedContent Read(PartitionLog log)
    {
        var content = new CompactedContent();
        using var scratch = new PooledBuffer();
        var aborted = log.AbortedTransactionsIn(log.LogStartOffset, log.LogEndOffset);
        for (var offset = log.LogStartOffset; offset < log.LogEndOffset;)
        {
            var read = log.Read(new LogReadRequest(offset, log.LogEndOffset, 700));
            Expect.That(read.Status is LogReadStatus.Found, $"offset {offset} can be read: {read.Status}");
            using var region = read.Region!;
            var batches = new RecordBatches(region.ToArray());
            while (batches.MoveNext())
            {
                var batch = batches.Current;
                var header = batch.Header;
                var isAborted = header.Attributes.IsTransactional && aborted.Any(transaction =>
                    transaction.ProducerId == header.ProducerId
                    && transaction.FirstOffset <= header.BaseOffset
                    && transaction.LastOffset > header.BaseOffset);
                if (!header.Attributes.IsControl && !isAborted)
                {
                    content.Add(batch.Bytes, header, scratch);
                }
            }

            Expect.That(batches.Status is RecordBatchStatus.Valid, "a region holds whole batches");
            offset = read.EndOffset;
        }

        return content;
    }

    /// <summary>The same table, of records that the other one has at the same offsets.</summary>
    public void ExpectCompactedFrom(CompactedContent original)
    {
        Expect.That(_table.SequenceEqual(original._table), "the table of keys is what it was");
        foreach (var (offset, record) in _records)
        {
            Expect.That(
                original._records.TryGetValue(offset, out var expected) && expected == record,
                $"the record at {offset} is the one appended there");
        }
    }

    private void Add(ReadOnlySpan<byte> batch, in RecordBatchHeader header, PooledBuffer scratch)
    {
        Expect.That(RecordBatchValidator.HasValidChecksum(batch, header), "what is read has its checksum");
        var status = RecordSection.TryOpen(batch, header, scratch, 1 << 20, out var section);
        Expect.That(status is RecordBatchStatus.Valid, "the records can be read");
        var records = new RecordEnumerator(section, header);
        while (records.MoveNext())
        {
            var record = records.Current;
            var (key, value) = (Convert.ToHexString(record.Key.Span), Convert.ToHexString(record.Value.Span));
            _records.Add(record.Offset.Value, $"{key} {record.Value.IsNull} {value} {record.Timestamp}");
            _table.Remove(key);
            if (!record.Value.IsNull)
            {
                _table.Add(key, value);
            }
        }

        Expect.That(records.Status is RecordBatchStatus.Valid, "all records are whole");
    }
}
