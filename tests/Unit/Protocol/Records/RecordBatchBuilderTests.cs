using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Protocol.Records;

public sealed class RecordBatchBuilderTests
{
    private static readonly RecordBatchOptions AsKafkaJs = new()
    {
        PartitionLeaderEpoch = new(0),
        ProducerId = new(4711),
        ProducerEpoch = new(3),
        BaseSequence = 7,
        IsTransactional = true,
    };

    [Fact]
    public void Batch_of_the_same_records_is_the_same_bytes_as_kafkajs_writes()
    {
        using var builder = new RecordBatchBuilder(AsKafkaJs);
        AppendKafkaJsRecords(builder);

        Assert.Equal(GoldenBatches.KafkaJsTransactional, builder.Build().ToArray());
    }

    [Fact]
    public void Builder_started_again_writes_as_if_it_were_new()
    {
        using var builder = new RecordBatchBuilder(new RecordBatchOptions { Compression = CompressionCodec.Lz4 });
        AppendKafkaJsRecords(builder);
        builder.Build();

        builder.Restart(AsKafkaJs);
        AppendKafkaJsRecords(builder);

        Assert.Equal(GoldenBatches.KafkaJsTransactional, builder.Build().ToArray());
    }

    [Fact]
    public void Sequence_may_be_given_after_the_records()
    {
        using var builder = new RecordBatchBuilder(RecordBatchOptions.Default);
        AppendKafkaJsRecords(builder);

        builder.Options = AsKafkaJs;

        Assert.Equal(GoldenBatches.KafkaJsTransactional, builder.Build().ToArray());
    }

    [Fact]
    public void Copies_of_records_keep_their_offsets_and_leave_holes()
    {
        var source = BatchSample.Of(4);
        var sourceRecords = new RecordEnumerator(
            source.AsSpan(RecordBatchLayout.Records), BatchSample.HeaderOf(source) with { BaseOffset = new(100) });
        using var builder = new RecordBatchBuilder(
            new RecordBatchOptions { BaseOffset = new(100), LastOffsetDelta = 3, DeleteHorizon = new(99) });

        for (var index = 0; sourceRecords.MoveNext(); index++)
        {
            if (index is 1 or 2)
            {
                builder.AppendCopy(sourceRecords.Current);
            }
        }

        var compacted = builder.Build().Span;
        var header = BatchSample.HeaderOf(compacted);
        Assert.Equal((new Offset(103), 2), (header.LastOffset, header.RecordCount));
        Assert.Equal(new Instant(99), header.BaseTimestamp);
        Assert.Equal(RecordBatchStatus.Valid, RecordBatchValidator.Check(compacted, RecordBatchRules.ForLog(), out _));
        var records = new RecordEnumerator(compacted[RecordBatchLayout.Records..], header);
        Assert.True(records.MoveNext());
        Assert.Equal(new Offset(101), records.Current.Offset);
        Assert.Equal(BatchSample.Time.Plus(TimeSpan.FromMilliseconds(1)), records.Current.Timestamp);
        Assert.Equal(1, records.Current.Headers.Count);
        Assert.True(records.MoveNext());
        Assert.False(records.MoveNext());
        Assert.Equal(RecordBatchStatus.Valid, records.Status);
    }

    [Fact]
    public void Size_bound_of_a_record_is_never_below_what_it_takes()
    {
        using var builder = new RecordBatchBuilder(RecordBatchOptions.Default);
        RecordHeader[] headers = [new("größe", new byte[300]), new("", null)];
        for (var length = 0; length < 20_000; length += 777)
        {
            var before = builder.SizeBytes;
            builder.Append(new Instant(length * 1_000_000L), new byte[length], new byte[length], headers);

            var bound = RecordBatchBuilder.SizeBytesMax(length, length, headers);
            Assert.InRange(builder.SizeBytes - before, 1, bound);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Random_batches_read_back_as_they_were_built(int seed)
    {
        var random = new Random(seed);
        using var scratch = new PooledBuffer();
        for (var round = 0; round < 40; round++)
        {
            var codec = (CompressionCodec)random.Next(Compressor.IsAvailable(CompressionCodec.Zstd) ? 5 : 4);
            var records = RandomRecords(random);
            using var builder = new RecordBatchBuilder(new RecordBatchOptions { Compression = codec });
            foreach (var (timestamp, key, value) in records)
            {
                builder.Append(timestamp, key, value);
            }

            AssertHolds(builder.Build().Span, records, scratch);
        }
    }

    private static void AssertHolds(
        ReadOnlySpan<byte> batch, List<(Instant Timestamp, byte[]? Key, byte[]? Value)> records, PooledBuffer scratch)
    {
        var rules = RecordBatchRules.ForClient(int.MaxValue);
        Assert.Equal(RecordBatchStatus.Valid, RecordBatchValidator.Check(batch, rules, out var header));
        Assert.Equal(RecordBatchStatus.Valid, RecordInspector.Inspect(batch, header, rules, scratch).Status);
        Assert.Equal(
            RecordBatchStatus.Valid, RecordSection.TryOpen(batch, header, scratch, int.MaxValue, out var section));
        var read = new RecordEnumerator(section, header);
        foreach (var (timestamp, key, value) in records)
        {
            Assert.True(read.MoveNext());
            Assert.Equal(timestamp, read.Current.Timestamp);
            Assert.Equal(key, read.Current.Key.ToArray());
            Assert.Equal(value, read.Current.Value.ToArray());
        }
    }

    private static List<(Instant Timestamp, byte[]? Key, byte[]? Value)> RandomRecords(Random random)
    {
        var records = new List<(Instant, byte[]?, byte[]?)>();
        for (var count = random.Next(1, 60); count > 0; count--)
        {
            var timestamp = new Instant(random.NextInt64(0, 2_000_000_000_000));
            records.Add((timestamp, RandomBytes(random), RandomBytes(random)));
        }

        return records;
    }

    private static byte[]? RandomBytes(Random random)
    {
        if (random.Next(5) == 0)
        {
            return null;
        }

        var bytes = new byte[random.Next(10) == 0 ? random.Next(50_000) : random.Next(40)];
        random.NextBytes(bytes.AsSpan(0, random.Next(bytes.Length + 1)));
        return bytes;
    }

    private static void AppendKafkaJsRecords(RecordBatchBuilder builder)
    {
        builder.Append(
            new(1_700_000_000_000), "k1"u8, "hello"u8, [new RecordHeader("trace", "abc"u8.ToArray())]);
        builder.Append(new(1_700_000_000_005), NullableBytes.Null, "no key"u8);
        builder.Append(
            new(1_699_999_999_997),
            ReadOnlySpan<byte>.Empty,
            NullableBytes.Null,
            [new RecordHeader("a", Array.Empty<byte>()), new RecordHeader("b", "x"u8.ToArray())]);
    }
}
