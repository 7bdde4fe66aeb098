using Cloud.Core.Storage.Logs;
using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// Takes a batch of the log and gives what is to be left of it. Offsets, sequences, epochs and record timestamps stay
/// as they were; a rewritten batch keeps its codec and the range of offsets it covers. No I/O: bytes in, bytes out.
/// Owned by one compaction, batches in log order.
/// </summary>
internal sealed class BatchFilter(OffsetMap map, CleanedTransactions transactions, BatchFilterOptions options)
    : IDisposable
{
    private readonly RecordBatchBuilder _builder = new(RecordBatchOptions.Default);
    private readonly PooledBuffer _scratch = new();
    private readonly List<bool> _isRetained = [];
    private readonly byte[] _emptied = new byte[RecordBatchLayout.Records];

    /// <param name="batch">A whole batch whose checksum was found right.</param>
    /// <param name="isLast">
    /// Of the segment being written: then at least its header stays, so that the offsets which the segment stands for
    /// can be told from its file. Finishing a swap after a crash rests on that.
    /// </param>
    public FilteredBatch Filter(ReadOnlySpan<byte> batch, in RecordBatchHeader header, bool isLast)
    {
        var staysAsHeader = isLast || IsLastOfProducer(header);
        if (header.Attributes.IsControl)
        {
            return FilterControl(batch, header, staysAsHeader);
        }

        var isAborted = transactions.ObserveData(header);
        if (isAborted || header.RecordCount == 0)
        {
            return WithoutRecords(batch, header, staysAsHeader);
        }

        // The map knows nothing of what is beyond its end, nor is it time for those tombstones yet.
        return header.BaseOffset > map.LatestOffset
            ? new(FilteredBatchKind.Kept, batch)
            : FilterRecords(batch, header, staysAsHeader);
    }

    public void Dispose()
    {
        _builder.Dispose();
        _scratch.Dispose();
    }

    private FilteredBatch FilterControl(ReadOnlySpan<byte> batch, in RecordBatchHeader header, bool staysAsHeader)
    {
        var marker = MarkerReader.Read(batch, header);
        var isSpent = transactions.ObserveMarker(header, marker);
        if (header.RecordCount == 0 || (isSpent && IsHorizonReached(header)))
        {
            return WithoutRecords(batch, header, staysAsHeader);
        }

        // A marker goes the way of a tombstone: first its horizon is set, and a later compaction drops it.
        if (!isSpent || header.Attributes.HasDeleteHorizon)
        {
            return new(FilteredBatchKind.Kept, batch);
        }

        _isRetained.Clear();
        var records = new RecordEnumerator(batch[RecordBatchLayout.Records..], header);
        while (records.MoveNext())
        {
            _isRetained.Add(true);
        }

        return records.Status is RecordBatchStatus.Valid
            ? Rewrite(batch[RecordBatchLayout.Records..], header, NewHorizon())
            : new(FilteredBatchKind.Unreadable);
    }

    private FilteredBatch FilterRecords(ReadOnlySpan<byte> batch, in RecordBatchHeader header, bool staysAsHeader)
    {
        var status = RecordSection.TryOpen(batch, header, _scratch, options.DecompressedBytesMax, out var section);
        if (status is not RecordBatchStatus.Valid)
        {
            return new(FilteredBatchKind.Unreadable);
        }

        _isRetained.Clear();
        var (retained, hasTombstone) = (0, false);
        var records = new RecordEnumerator(section, header);
        while (records.MoveNext())
        {
            var record = records.Current;
            var isRetained = IsRetained(record, header);
            _isRetained.Add(isRetained);
            retained += isRetained ? 1 : 0;
            hasTombstone |= isRetained && record.Value.IsNull && record.Offset <= map.LatestOffset;
        }

        if (records.Status is not RecordBatchStatus.Valid)
        {
            return new(FilteredBatchKind.Unreadable);
        }

        var needsHorizon = hasTombstone && !header.Attributes.HasDeleteHorizon;
        return retained switch
        {
            0 => WithoutRecords(batch, header, staysAsHeader),
            _ when retained == header.RecordCount && !needsHorizon => new(FilteredBatchKind.Kept, batch),
            _ => Rewrite(section, header, needsHorizon ? NewHorizon() : HorizonOf(header)),
        };
    }

    private bool IsRetained(in Record record, in RecordBatchHeader header)
    {
        if (record.Offset > map.LatestOffset)
        {
            return true;
        }

        // A record without key, from before the topic was compacted, stands for nothing that could be kept.
        if (record.Key.IsNull || record.Offset < map.LatestFor(record.Key.Span))
        {
            return false;
        }

        return !record.Value.IsNull || !IsHorizonReached(header);
    }

    private FilteredBatch Rewrite(ReadOnlySpan<byte> section, in RecordBatchHeader header, Instant? horizon)
    {
        _builder.Restart(new()
        {
            Compression = header.Attributes.Compression,
            BaseOffset = header.BaseOffset,
            PartitionLeaderEpoch = header.PartitionLeaderEpoch,
            ProducerId = header.ProducerId,
            ProducerEpoch = header.ProducerEpoch,
            BaseSequence = header.BaseSequence,
            IsTransactional = header.Attributes.IsTransactional,
            IsControl = header.Attributes.IsControl,

            // The last sequence is counted from it: a producer's next batch must still follow on.
            LastOffsetDelta = header.LastOffsetDelta,
            LogAppendTime = header.Attributes.TimestampType is TimestampType.LogAppendTime ? header.MaxTimestamp : null,
            DeleteHorizon = horizon,
        });
        var at = 0;
        var records = new RecordEnumerator(section, header);
        while (records.MoveNext())
        {
            if (_isRetained[at++])
            {
                _builder.AppendCopy(records.Current);
            }
        }

        return new(FilteredBatchKind.Rewritten, _builder.Build().Span);
    }

    private FilteredBatch WithoutRecords(ReadOnlySpan<byte> batch, in RecordBatchHeader header, bool staysAsHeader)
    {
        if (!staysAsHeader)
        {
            return new(FilteredBatchKind.Dropped);
        }

        return header.RecordCount == 0
            ? new(FilteredBatchKind.Kept, batch)
            : new(FilteredBatchKind.Emptied, Empty(header));
    }

    private ReadOnlySpan<byte> Empty(in RecordBatchHeader header)
    {
        var emptied = header with
        {
            BatchLength = RecordBatchLayout.BatchLengthMin,
            Attributes = header.Attributes.With(CompressionCodec.None).WithDeleteHorizon(false),
            BaseTimestamp = Instant.None,
            RecordCount = 0,
        };
        emptied.Write(_emptied);
        RecordBatchPatch.WriteChecksum(_emptied);
        return _emptied;
    }

    // The last batch of a producer tells its last sequence; if there is none, its last marker tells its epoch.
    private bool IsLastOfProducer(in RecordBatchHeader header)
    {
        if (!header.ProducerId.IsIdempotent || !options.Producers.TryGetValue(header.ProducerId, out var producer))
        {
            return false;
        }

        return producer.LastOffset >= Offset.Zero
            ? header.LastOffset == producer.LastOffset
            : header.Attributes.IsControl && header.ProducerEpoch == producer.Epoch;
    }

    private bool IsHorizonReached(in RecordBatchHeader header) =>
        HorizonOf(header) is { } horizon && options.Now >= horizon;

    private Instant NewHorizon() => options.Now.Plus(options.DeleteRetention);

    // KIP-534: with the flag set the base timestamp is the horizon.
    private static Instant? HorizonOf(in RecordBatchHeader header) =>
        header.Attributes.HasDeleteHorizon ? header.BaseTimestamp : null;
}
