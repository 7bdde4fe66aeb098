using Cloud.Protocol.Compression;

namespace Cloud.Protocol.Records;

/// <summary>
/// Writes one record batch after the other into pooled buffers: for producers, coordinators, compaction and tests.
/// Owned by one caller, who disposes it; what <see cref="Build"/> gives is borrowed and ends with the next change.
/// </summary>
public sealed class RecordBatchBuilder : IDisposable
{
    private readonly PooledBuffer _plain;
    private readonly PooledBuffer _compressed = new();
    private RecordBatchOptions _options = RecordBatchOptions.Default;
    private Instant _baseTimestamp;
    private Instant _maxTimestamp;
    private int _lastOffsetDelta;

    public RecordBatchBuilder(RecordBatchOptions options, int initialCapacity = 16 * 1024)
    {
        _plain = new PooledBuffer(initialCapacity);
        Restart(options);
    }

    /// <summary>May be replaced before <see cref="Build"/>: producers learn their sequence when they send.</summary>
    /// <exception cref="CompressionUnavailableException">The codec's library is not on this machine.</exception>
    public RecordBatchOptions Options
    {
        get => _options;
        set
        {
            Compressor.ThrowIfUnavailable(value.Compression);
            // Deltas already written count from these.
            Invariant.Holds(RecordCount == 0
                || (value.BaseOffset == _options.BaseOffset && value.DeleteHorizon == _options.DeleteHorizon));
            _options = value;
        }
    }

    public int RecordCount { get; private set; }

    /// <summary>Size of the batch so far, before compression.</summary>
    public int SizeBytes => _plain.Length;

    /// <summary>
    /// An upper bound of what a record adds to a batch, for the decision to close it. Null key or value: 0 bytes.
    /// </summary>
    public static long SizeBytesMax(int keyBytes, int valueBytes, ReadOnlySpan<RecordHeader> headers)
    {
        const int LengthAttributesDeltasAndCount =
            VarInt.Int32BytesMax + 1 + VarInt.Int64BytesMax + VarInt.Int32BytesMax + VarInt.Int32BytesMax;
        return LengthAttributesDeltasAndCount + (2L * VarInt.Int32BytesMax) + keyBytes + valueBytes
            + RecordEncoding.SizeOf(headers);
    }

    /// <summary>Forgets the records, keeps the buffers.</summary>
    public void Restart(RecordBatchOptions options)
    {
        RecordCount = 0;
        Options = options;
        _plain.Clear();
        _plain.Reserve(RecordBatchLayout.Records);
        _plain.Advance(RecordBatchLayout.Records);
        _lastOffsetDelta = -1;
        _maxTimestamp = Instant.None;
    }

    /// <summary>Adds a record at the next offset.</summary>
    public void Append(
        Instant timestamp, NullableBytes key, NullableBytes value, ReadOnlySpan<RecordHeader> headers = default)
    {
        var headersBytes = checked((int)RecordEncoding.SizeOf(headers));
        var room = AppendFields(checked(_lastOffsetDelta + 1), timestamp, key, value, headers.Length, headersBytes);
        RecordEncoding.Write(room, headers);
        _plain.Advance(headersBytes);
    }

    /// <summary>Adds a record as it is, offset included: for compaction, which leaves holes.</summary>
    public void AppendCopy(in Record record)
    {
        var offsetDelta = checked((int)record.Offset.DistanceFrom(_options.BaseOffset));
        Invariant.Holds(offsetDelta > _lastOffsetDelta);
        var headers = record.Headers;
        var room = AppendFields(
            offsetDelta, record.Timestamp, record.Key, record.Value, headers.Count, headers.Encoded.Length);
        headers.Encoded.CopyTo(room);
        _plain.Advance(headers.Encoded.Length);
    }

    /// <summary>The finished batch with its CRC. Valid until the builder is changed or disposed.</summary>
    public ReadOnlyMemory<byte> Build()
    {
        Invariant.Holds(RecordCount > 0);
        var batch = _options.Compression is CompressionCodec.None ? _plain : Compress();
        var bytes = batch.Written;
        HeaderFor(bytes.Length).Write(bytes);
        RecordBatchPatch.WriteChecksum(bytes);
        return batch.WrittenMemory;
    }

    public void Dispose()
    {
        _plain.Dispose();
        _compressed.Dispose();
    }

    // Writes all but the headers and gives the room where those belong.
    private Span<byte> AppendFields(
        int offsetDelta, Instant timestamp, NullableBytes key, NullableBytes value, int headerCount, int headersBytes)
    {
        if (RecordCount == 0)
        {
            _baseTimestamp = _options.DeleteHorizon ?? timestamp;
        }

        var timestampDelta = checked(timestamp.Milliseconds - _baseTimestamp.Milliseconds);
        var bodyBytes = checked((int)(RecordEncoding.SizeOf(timestampDelta, offsetDelta, key, value, headerCount)
            + headersBytes));
        var recordBytes = checked(VarInt.SizeOf(bodyBytes) + bodyBytes);
        var room = _plain.GetSpan(recordBytes);
        var position = VarInt.WriteInt32(room, bodyBytes);
        position += RecordEncoding.Write(room[position..], timestampDelta, offsetDelta, key, value, headerCount);
        _plain.Advance(position);

        RecordCount++;
        _lastOffsetDelta = offsetDelta;
        _maxTimestamp = Instant.Max(_maxTimestamp, timestamp);
        return room[position..recordBytes];
    }

    private PooledBuffer Compress()
    {
        _compressed.Clear();
        _compressed.Reserve(RecordBatchLayout.Records);
        _compressed.Advance(RecordBatchLayout.Records);
        Compressor.Compress(_options.Compression, _plain.Written[RecordBatchLayout.Records..], _compressed);
        return _compressed;
    }

    private RecordBatchHeader HeaderFor(int sizeBytes)
    {
        var lastOffsetDelta = _options.LastOffsetDelta ?? _lastOffsetDelta;
        Invariant.Holds(lastOffsetDelta >= _lastOffsetDelta);
        return new RecordBatchHeader
        {
            BaseOffset = _options.BaseOffset,
            BatchLength = sizeBytes - RecordBatchLayout.PrefixBytes,
            PartitionLeaderEpoch = _options.PartitionLeaderEpoch,
            Crc = 0,
            Attributes = Attributes(),
            LastOffsetDelta = lastOffsetDelta,
            BaseTimestamp = _baseTimestamp,
            MaxTimestamp = _options.LogAppendTime ?? _maxTimestamp,
            ProducerId = _options.ProducerId,
            ProducerEpoch = _options.ProducerEpoch,
            BaseSequence = _options.BaseSequence,
            RecordCount = RecordCount,
        };
    }

    private RecordBatchAttributes Attributes()
    {
        var type = _options.LogAppendTime is null ? TimestampType.CreateTime : TimestampType.LogAppendTime;
        return default(RecordBatchAttributes)
            .With(_options.Compression)
            .With(type)
            .WithTransactional(_options.IsTransactional)
            .WithControl(_options.IsControl)
            .WithDeleteHorizon(_options.DeleteHorizon is not null);
    }
}
