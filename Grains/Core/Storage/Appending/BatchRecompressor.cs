using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Appending;

/// <summary>
/// Rewrites a producer's batch with the codec that its topic asks for (<c>compression.type</c>). Records, times and
/// sequences stay as they are. Owned by one log's appender; most logs never have one.
/// </summary>
internal sealed class BatchRecompressor
{
    private readonly RecordBatchBuilder _builder = new(RecordBatchOptions.Default);
    private readonly PooledBuffer _scratch = new();

    /// <summary>Control batches stay as the broker made them, and what has the codec already as it came.</summary>
    public static bool IsNeeded(in RecordBatchHeader header, CompressionCodec? codec) =>
        codec is { } wanted && header.Attributes.Compression != wanted && !header.Attributes.IsControl;

    /// <summary>The batch anew, in memory of its own: it lives until the append has written it.</summary>
    /// <param name="batch">A valid batch; replaced when the status is Valid.</param>
    public RecordBatchStatus Recompress(
        ref Memory<byte> batch, ref RecordBatchHeader header, CompressionCodec codec, in RecordBatchRules rules)
    {
        if (!Compressor.IsAvailable(codec))
        {
            return RecordBatchStatus.CompressionUnavailable;
        }

        var status = RecordInspector.Inspect(batch.Span, header, rules, _scratch).Status;
        if (status is RecordBatchStatus.Valid)
        {
            status = RecordSection.TryOpen(
                batch.Span, header, _scratch, rules.DecompressedBytesMax, out var section);
            Invariant.Holds(status is RecordBatchStatus.Valid);
            batch = Rewrite(section, header, codec);
            status = RecordBatchValidator.Check(batch.Span, rules, out header);
        }

        return status;
    }

    private byte[] Rewrite(ReadOnlySpan<byte> section, in RecordBatchHeader header, CompressionCodec codec)
    {
        _builder.Restart(new()
        {
            Compression = codec,
            BaseOffset = header.BaseOffset,
            PartitionLeaderEpoch = header.PartitionLeaderEpoch,
            ProducerId = header.ProducerId,
            ProducerEpoch = header.ProducerEpoch,
            BaseSequence = header.BaseSequence,
            IsTransactional = header.Attributes.IsTransactional,
            LastOffsetDelta = header.LastOffsetDelta,
        });
        var records = new RecordEnumerator(section, header);
        while (records.MoveNext())
        {
            _builder.AppendCopy(records.Current);
        }

        return _builder.Build().ToArray();
    }
}
