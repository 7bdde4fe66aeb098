using Cloud.Core.Storage.Compaction;
using Cloud.Core.Storage.Logs;
using Cloud.Core.Storage.Producers;
using Cloud.Core.Storage.Transactions;
using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Storage.Compaction;

/// <summary>
/// A log in memory: batches as bytes, and what its producers' state says of them. Compaction replaces the batches by
/// what the filter leaves, as the driver does with files.
/// </summary>
internal sealed class StoredLog
{
    public List<byte[]> Batches { get; private set; } = [];

    public ProducerStateTable Producers { get; } = new();

    public List<AbortedTransaction> Aborted { get; private set; } = [];

    public Offset EndOffset { get; private set; } = Offset.Zero;

    public List<FilteredBatchKind> LastKinds { get; } = [];

    public void Append(
        IEnumerable<(string? Key, string? Value)> records,
        RecordBatchOptions? options = null,
        long timestamp = 1000)
    {
        options ??= RecordBatchOptions.Default;
        using var builder = new RecordBatchBuilder(options with { BaseOffset = EndOffset });
        foreach (var (key, value) in records)
        {
            builder.Append(new(timestamp++), Bytes(key), Bytes(value));
        }

        Add(builder.Build().ToArray());
    }

    public void End(long producer, TransactionOutcome outcome, short epoch = 0, int coordinatorEpoch = 0)
    {
        var options = EndTransactionMarker.BatchOptions(new(producer), new(epoch));
        using var builder = new RecordBatchBuilder(options with { BaseOffset = EndOffset });
        new EndTransactionMarker(outcome, coordinatorEpoch).AppendTo(builder, new(2000));
        Add(builder.Build().ToArray());
    }

    public static RecordBatchOptions By(
        long producer, int sequence, bool isTransactional = false, CompressionCodec compression = default) => new()
        {
            ProducerId = new(producer),
            ProducerEpoch = new(0),
            BaseSequence = sequence,
            IsTransactional = isTransactional,
            Compression = compression,
        };

    /// <summary>
    /// Compacts <c>[0, EndOffset)</c>, of which everything from <paramref name="firstDirty"/> on is dirty.
    /// </summary>
    public OffsetMap Compact(long now = 10_000, long deleteRetention = 500, long firstDirty = 0, int mapSlots = 10_000)
    {
        var map = new OffsetMap(new KeyHasher(1, 2), long.MaxValue, 24 * mapSlots);
        FillMap(map, new(firstDirty));
        var transactions = new CleanedTransactions();
        transactions.Expect(Aborted);
        using var filter = new BatchFilter(map, transactions, new()
        {
            Now = new(now),
            DeleteRetention = TimeSpan.FromMilliseconds(deleteRetention),
            Producers = Producers.Save().ToDictionary(producer => producer.ProducerId),
        });
        LastKinds.Clear();
        var left = new List<byte[]>();
        for (var at = 0; at < Batches.Count; at++)
        {
            var filtered = filter.Filter(Batches[at], HeaderOf(Batches[at]), isLast: at == Batches.Count - 1);
            LastKinds.Add(filtered.Kind);
            if (!filtered.Bytes.IsEmpty)
            {
                left.Add(filtered.Bytes.ToArray());
            }
        }

        (Batches, Aborted) = (left, transactions.TakeRetained());
        return map;
    }

    /// <summary>Data records, with those of aborted transactions if <paramref name="isReadUncommitted"/>.</summary>
    public List<(long Offset, string? Key, string? Value, long Timestamp)> Records(bool isReadUncommitted = false)
    {
        var found = new List<(long, string?, string?, long)>();
        using var scratch = new PooledBuffer();
        foreach (var batch in Batches)
        {
            var header = HeaderOf(batch);
            Assert.True(RecordBatchValidator.HasValidChecksum(batch, header));
            var isAborted = header.Attributes.IsTransactional && Aborted.Exists(entry =>
                entry.ProducerId == header.ProducerId &&
                entry.FirstOffset <= header.BaseOffset && entry.LastOffset > header.BaseOffset);
            if (header.Attributes.IsControl || (isAborted && !isReadUncommitted))
            {
                continue;
            }

            var status = RecordSection.TryOpen(batch, header, scratch, 1 << 20, out var section);
            Assert.Equal(RecordBatchStatus.Valid, status);
            var records = new RecordEnumerator(section, header);
            while (records.MoveNext())
            {
                var record = records.Current;
                found.Add((record.Offset.Value, Text(record.Key), Text(record.Value), record.Timestamp.Milliseconds));
            }

            Assert.Equal(RecordBatchStatus.Valid, records.Status);
        }

        return found;
    }

    /// <summary>What a reader from the beginning ends up with.</summary>
    public SortedDictionary<string, string> Table()
    {
        var table = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (_, key, value, _) in Records().Where(record => record.Key is not null))
        {
            table.Remove(key!);
            if (value is not null)
            {
                table.Add(key!, value);
            }
        }

        return table;
    }

    public ProducerStateTable ReplayProducers()
    {
        var table = new ProducerStateTable();
        foreach (var batch in Batches)
        {
            var header = HeaderOf(batch);
            Assert.True(table.Stage(header, MarkerReader.Read(batch, header), RecordBatchOrigin.Log).IsAccepted);
            table.CommitStaged(header.NextOffset, []);
        }

        return table;
    }

    public static RecordBatchHeader HeaderOf(byte[] batch)
    {
        Assert.Equal(ReadStatus.Done, RecordBatchHeader.TryRead(batch, out var header));
        Assert.Equal(batch.Length, header.SizeBytes);
        return header;
    }

    private void Add(byte[] batch)
    {
        var header = HeaderOf(batch);
        var origin = header.Attributes.IsControl ? RecordBatchOrigin.Coordinator : RecordBatchOrigin.Client;
        var verdict = Producers.Stage(header, MarkerReader.Read(batch, header), origin);
        Assert.True(verdict.IsAccepted, verdict.ToString());
        EndOffset = header.NextOffset;
        Producers.CommitStaged(EndOffset, Aborted);
        Batches.Add(batch);
    }

    private void FillMap(OffsetMap map, Offset firstDirty)
    {
        using var filler = new OffsetMapFiller(map, firstDirty, 1 << 20);
        filler.Transactions.Expect(Aborted);
        foreach (var batch in Batches)
        {
            if (filler.Add(batch, HeaderOf(batch)) is OffsetMapFill.Full)
            {
                return;
            }
        }

        filler.EndSegment(EndOffset);
    }

    private static byte[]? Bytes(string? text) => text is null ? null : System.Text.Encoding.UTF8.GetBytes(text);

    private static string? Text(NullableBytes bytes) =>
        bytes.IsNull ? null : System.Text.Encoding.UTF8.GetString(bytes.Span);
}
