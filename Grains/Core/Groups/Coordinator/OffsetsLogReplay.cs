using Cloud.Core.Groups.Records;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Groups.Coordinator;

/// <summary>Fills a machine from the record batches of a partition of <c>__consumer_offsets</c>.</summary>
internal sealed class OffsetsLogReplay(GroupMachine machine) : IDisposable
{
    // Far above what a coordinator writes into one batch.
    private const int BatchBytesMax = 64 * 1024 * 1024;

    private readonly PooledBuffer _scratch = new();
    private long _recordCount;
    private long _skippedCount;

    public ReplayNotes Notes => new(_recordCount, _skippedCount);

    /// <exception cref="OffsetsLogDamagedException">The bytes are no whole batches of sound records.</exception>
    public void Replay(ReadOnlySpan<byte> bytes)
    {
        var batches = new RecordBatches(bytes);
        while (batches.MoveNext())
        {
            ReplayBatch(batches.Current);
        }

        RequireValid(batches.Status);
    }

    public void Dispose() => _scratch.Dispose();

    private void ReplayBatch(RecordBatchView batch)
    {
        var header = batch.Header;
        RequireValid(
            RecordBatchValidator.HasValidChecksum(batch.Bytes, header)
                ? RecordBatchStatus.Valid
                : RecordBatchStatus.ChecksumMismatch);
        if (header.Attributes.IsControl || header.Attributes.IsTransactional)
        {
            // Offsets of a transaction do not count before its end.
            _skippedCount += header.RecordCount;
            return;
        }

        RequireValid(RecordSection.TryOpen(batch.Bytes, header, _scratch, BatchBytesMax, out var section));
        var records = new RecordEnumerator(section, header);
        while (records.MoveNext())
        {
            ReplayRecord(records.Current);
        }

        RequireValid(records.Status);
    }

    private void ReplayRecord(in Record record)
    {
        switch (GroupRecordCodec.TryDecode(record.Key.Span, record.Value, out var decoded))
        {
            case DecodeStatus.Done:
                machine.Replay(decoded!);
                _recordCount++;
                break;
            case DecodeStatus.Unknown:
                _skippedCount++;
                break;
            default:
                throw new OffsetsLogDamagedException(
                    $"The record at offset {record.Offset} is not what it says it is.");
        }
    }

    private static void RequireValid(RecordBatchStatus status)
    {
        if (status is not RecordBatchStatus.Valid)
        {
            throw new OffsetsLogDamagedException($"A record batch is not sound: {status}.");
        }
    }
}
