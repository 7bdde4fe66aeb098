using Cloud.Core.Storage.Appending;
using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Storage.Logs;

public sealed class RecompressionTests
{
    [Theory]
    [InlineData(CompressionCodec.None, CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Gzip, CompressionCodec.None)]
    [InlineData(CompressionCodec.Snappy, CompressionCodec.Lz4)]
    [InlineData(CompressionCodec.Lz4, CompressionCodec.Lz4)]
    public void Batches_are_stored_with_the_topics_codec(CompressionCodec sent, CompressionCodec wanted)
    {
        var log = new LogFixture(new() { Compression = wanted });
        var options = new RecordBatchOptions
        {
            Compression = sent, ProducerId = new(7), ProducerEpoch = new(1), BaseSequence = 0, IsTransactional = true,
        };
        var batch = LogFixture.Batch(records: 3, valueBytes: 100, options: options);

        Assert.Equal(new Offset(3), log.Append((byte[])batch.Clone()).EndOffset);
        var retry = log.Append((byte[])batch.Clone());

        var stored = Stored(log);
        RecordBatchHeader.TryRead(stored, out var header);
        RecordBatchHeader.TryRead(batch, out var original);
        Assert.Equal(wanted, header.Attributes.Compression);
        Assert.True(RecordBatchValidator.HasValidChecksum(stored, header));
        Assert.True(header.Attributes.IsTransactional);
        Assert.Equal(
            (original.ProducerId, original.BaseSequence, original.BaseTimestamp, original.MaxTimestamp, 3),
            (header.ProducerId, header.BaseSequence, header.BaseTimestamp, header.MaxTimestamp, header.RecordCount));
        Assert.Equal(Records(batch), Records(stored));
        Assert.Equal((AppendOutcome.Duplicate, Offset.Zero), (retry.Outcome, retry.BaseOffset));
    }

    [Fact]
    public void Batch_that_is_too_large_in_the_topics_codec_is_refused()
    {
        var log = new LogFixture(new() { Compression = CompressionCodec.None, BatchBytesMax = 1000 });
        var batch = LogFixture.Batch(valueBytes: 5000, options: new() { Compression = CompressionCodec.Gzip });

        Assert.Equal(RecordBatchStatus.TooLarge, log.Append(batch).BatchStatus);
        Assert.Equal(Offset.Zero, log.Log.LogEndOffset);
    }

    [Fact]
    public void Log_append_time_is_set_in_the_rewritten_batch()
    {
        var log = new LogFixture(new() { Compression = CompressionCodec.Gzip, IsLogAppendTime = true });
        log.Append(LogFixture.Batch(records: 2, timestamp: new(5)));

        var stored = Stored(log);
        RecordBatchHeader.TryRead(stored, out var header);

        Assert.Equal(LogFixture.Noon, header.MaxTimestamp);
        Assert.True(RecordBatchValidator.HasValidChecksum(stored, header));
    }

    private static byte[] Stored(LogFixture log)
    {
        using var region = log.Read(0).Region!;
        return region.ToArray();
    }

    private static List<string> Records(byte[] batch)
    {
        RecordBatchHeader.TryRead(batch, out var header);
        using var scratch = new PooledBuffer();
        Assert.Equal(RecordBatchStatus.Valid, RecordSection.TryOpen(batch, header, scratch, 1 << 20, out var section));
        var found = new List<string>();
        var records = new RecordEnumerator(section, header);
        while (records.MoveNext())
        {
            var record = records.Current;
            found.Add($"{record.Offset} {record.Timestamp} {Convert.ToHexString(record.Value.Span)}");
        }

        return found;
    }
}
