using System.Globalization;

namespace Cloud.Protocol.Records;

/// <summary>
/// Prints batches and their records for people, field by field in the words of Kafka's own dump tool. Damaged batches
/// are printed as far as they go, with what is wrong and where; the dump never throws over its input.
/// </summary>
public sealed class RecordBatchDump(TextWriter output) : IDisposable
{
    // A tool for people may take its time, not all of the memory.
    private const int DecompressedBytesMax = 256 * 1024 * 1024;
    private const int ReadBytes = 64 * 1024;

    private readonly PooledBuffer _scratch = new();
    private readonly PooledBuffer _batch = new();

    /// <summary>False prints the batches only.</summary>
    public bool PrintsRecords { get; init; } = true;

    /// <summary>Prints all batches of a span. The position is where the span lies in its file.</summary>
    public RecordBatchStatus Write(ReadOnlySpan<byte> bytes, long position = 0)
    {
        var batches = new RecordBatches(bytes);
        while (batches.MoveNext())
        {
            WriteBatch(batches.Current, position + batches.Position);
        }

        if (batches.Status is not RecordBatchStatus.Valid)
        {
            WriteFault("batch", batches.Status, position + batches.Position);
        }

        return batches.Status;
    }

    /// <summary>Prints all batches of a stream, one in memory at a time.</summary>
    public RecordBatchStatus Write(Stream stream)
    {
        long position = 0;
        while (true)
        {
            _batch.Clear();
            Fill(stream, RecordBatchLayout.PeekBytes);
            if (_batch.Length == 0)
            {
                return RecordBatchStatus.Valid;
            }

            if (RecordBatchFrame.Measure(_batch.Written, out var sizeBytes) is RecordBatchStatus.Valid)
            {
                Fill(stream, sizeBytes);
            }

            var status = Write(_batch.Written, position);
            if (status is not RecordBatchStatus.Valid)
            {
                return status;
            }

            position += sizeBytes;
        }
    }

    public void Dispose()
    {
        _scratch.Dispose();
        _batch.Dispose();
    }

    // A damaged length may claim gigabytes, so the buffer grows only with what the stream really gives.
    private void Fill(Stream stream, int length)
    {
        while (_batch.Length < length)
        {
            var wanted = Math.Min(ReadBytes, length - _batch.Length);
            var read = stream.Read(_batch.GetSpan(wanted)[..wanted]);
            if (read == 0)
            {
                return;
            }

            _batch.Advance(read);
        }
    }

    private void WriteBatch(RecordBatchView batch, long position)
    {
        var header = batch.Header;
        var isValid = RecordBatchValidator.HasValidChecksum(batch.Bytes, header);
        output.WriteLine(RecordBatchText.Format(header, position, isValid));
        if (!PrintsRecords)
        {
            return;
        }

        var status = RecordSection.TryOpen(batch.Bytes, header, _scratch, DecompressedBytesMax, out var section);
        if (status is not RecordBatchStatus.Valid)
        {
            WriteFault("records", status, position + RecordBatchLayout.Records);
            return;
        }

        WriteRecords(section, header);
    }

    private void WriteRecords(ReadOnlySpan<byte> section, in RecordBatchHeader header)
    {
        var records = new RecordEnumerator(section, header);
        while (records.MoveNext())
        {
            output.WriteLine(RecordBatchText.Format(records.Current, header.Attributes));
        }

        if (records.Status is not RecordBatchStatus.Valid)
        {
            WriteFault("record", records.Status, records.Position);
        }
    }

    private void WriteFault(string what, RecordBatchStatus status, long position) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"! {what} at position {position}: {status}"));
}
