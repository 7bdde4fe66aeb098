using System.Buffers.Binary;
using System.Text.Json;
using Cloud.Cli.Output;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Cli.Log;

/// <summary>Prints segment files as JSON, a line for each batch.</summary>
internal static class JsonLogDump
{
    private const int DecompressedBytesMax = 256 * 1024 * 1024;

    public static RecordBatchStatus Write(FileInfo file, TextWriter output, bool withRecords)
    {
        using var stream = LogFile.Open(file);
        using var batch = new PooledBuffer();
        while (TryReadBatch(stream, batch))
        {
            var position = stream.Position - batch.Length;
            var status = WriteBatch(file, position, batch.Written, output, withRecords);
            if (status is not RecordBatchStatus.Valid)
            {
                return status;
            }
        }

        // What is left is no whole batch; let the reader of batches say what is wrong with it.
        var rest = new RecordBatches(batch.Written);
        rest.MoveNext();
        return rest.Status;
    }

    // False leaves what is there in the buffer: nothing, at the end of a good file.
    private static bool TryReadBatch(Stream stream, PooledBuffer batch)
    {
        batch.Clear();
        var prefix = batch.GetSpan(RecordBatchLayout.PeekBytes)[..RecordBatchLayout.PeekBytes];
        var read = stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        batch.Advance(read);
        if (read < prefix.Length)
        {
            return false;
        }

        var rest = BinaryPrimitives.ReadInt32BigEndian(prefix[RecordBatchLayout.BatchLength..])
            + RecordBatchLayout.PrefixBytes - read;
        if (rest < RecordBatchLayout.BatchLengthMin - read || rest > stream.Length - stream.Position)
        {
            return false;
        }

        stream.ReadExactly(batch.GetSpan(rest)[..rest]);
        batch.Advance(rest);
        return true;
    }

    private static RecordBatchStatus WriteBatch(
        FileInfo file, long position, ReadOnlySpan<byte> bytes, TextWriter output, bool withRecords)
    {
        var batches = new RecordBatches(bytes);
        if (!batches.MoveNext())
        {
            return batches.Status;
        }

        var header = batches.Current.Header;
        var status = RecordBatchStatus.Valid;
        List<object>? records = null;
        if (withRecords)
        {
            (status, records) = ReadRecords(bytes, header);
        }

        var isValid = RecordBatchValidator.HasValidChecksum(bytes, header);
        output.WriteLine(JsonSerializer.Serialize(ToJson(file, position, header, isValid, records), JsonText.Line));
        return status;
    }

    private static (RecordBatchStatus Status, List<object> Records) ReadRecords(
        ReadOnlySpan<byte> batch, in RecordBatchHeader header)
    {
        var read = new List<object>();
        using var scratch = new PooledBuffer();
        var status = RecordSection.TryOpen(batch, header, scratch, DecompressedBytesMax, out var section);
        if (status is not RecordBatchStatus.Valid)
        {
            return (status, read);
        }

        var records = new RecordEnumerator(section, header);
        while (records.MoveNext())
        {
            read.Add(new
            {
                Offset = records.Current.Offset.Value,
                Timestamp = records.Current.Timestamp.Milliseconds,
                Key = JsonText.Of(records.Current.Key),
                Value = JsonText.Of(records.Current.Value),
            });
        }

        return (records.Status, read);
    }

    private static object ToJson(
        FileInfo file, long position, RecordBatchHeader header, bool isValid, List<object>? records) => new
        {
            File = file.ToString(),
            Position = position,
            BaseOffset = header.BaseOffset.Value,
            LastOffset = header.LastOffset.Value,
            Count = header.RecordCount,
            header.SizeBytes,
            LeaderEpoch = header.PartitionLeaderEpoch.Value,
            MaxTimestamp = header.MaxTimestamp.Milliseconds,
            ProducerId = header.ProducerId.Value,
            ProducerEpoch = header.ProducerEpoch.Value,
            header.BaseSequence,
            Compression = header.Attributes.Compression.ToString().ToLowerInvariant(),
            header.Attributes.IsTransactional,
            header.Attributes.IsControl,
            IsValid = isValid,
            Records = records,
        };
}
