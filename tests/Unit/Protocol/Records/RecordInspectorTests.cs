using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Protocol.Records;

public sealed class RecordInspectorTests : IDisposable
{
    private static readonly RecordBatchRules Client = RecordBatchRules.ForClient(1_000_000);

    private readonly PooledBuffer _scratch = new();

    public static TheoryData<byte[], int> ForeignBatches => new()
    {
        { GoldenBatches.KafkaJsPlain, 3 },
        { GoldenBatches.KafkaJsGzip, 3 },
        { GoldenBatches.LibrdkafkaIdempotent, 12 },
        { GoldenBatches.LibrdkafkaGzip, 12 },
        { GoldenBatches.LibrdkafkaSnappy, 12 },
        { GoldenBatches.LibrdkafkaLz4, 12 },
    };

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(ForeignBatches))]
    public void Foreign_batch_holds_the_records_it_counts(byte[] batch, int records)
    {
        var header = BatchSample.HeaderOf(batch);

        var inspection = RecordInspector.Inspect(batch, header, Client, _scratch);

        Assert.Equal(RecordBatchStatus.Valid, inspection.Status);
        Assert.Equal(header.MaxTimestamp, inspection.MaxTimestamp);
        Assert.Equal(records, header.RecordCount);
    }

    [Fact]
    public void Zstd_batch_is_read_where_the_library_is_and_named_where_it_is_not()
    {
        var batch = GoldenBatches.LibrdkafkaZstd;
        var expected = Compressor.IsAvailable(CompressionCodec.Zstd)
            ? RecordBatchStatus.Valid
            : RecordBatchStatus.CompressionUnavailable;

        Assert.Equal(
            expected, RecordInspector.Inspect(batch, BatchSample.HeaderOf(batch), Client, _scratch).Status);
    }

    [Fact]
    public void Record_without_key_is_refused_where_keys_are_required()
    {
        var batch = GoldenBatches.KafkaJsPlain;
        var rules = Client with { AreKeysRequired = true };

        var inspection = RecordInspector.Inspect(batch, BatchSample.HeaderOf(batch), rules, _scratch);

        // The second record: the first one has 24 bytes.
        Assert.Equal((RecordBatchStatus.KeyMissing, 24), (inspection.Status, inspection.FaultPosition));
    }

    [Fact]
    public void Max_timestamp_that_no_record_has_is_found_and_can_be_put_right()
    {
        var batch = BatchSample.With(BatchSample.Of(3), header => header with { MaxTimestamp = new(7) });

        var inspection = RecordInspector.Inspect(batch, BatchSample.HeaderOf(batch), Client, _scratch);
        RecordBatchPatch.SetMaxCreateTime(batch, inspection.MaxTimestamp);

        Assert.Equal(RecordBatchStatus.MaxTimestampMismatch, inspection.Status);
        Assert.Equal(BatchSample.Of(3), batch);
    }

    [Fact]
    public void Single_record_outside_of_the_time_limits_is_found()
    {
        var batch = GoldenBatches.KafkaJsPlain;
        var rules = Client with { TimestampMin = new(1_699_999_999_999) };

        Assert.Equal(RecordBatchStatus.Valid, RecordBatchValidator.Check(batch, rules, out var header));
        Assert.Equal(
            RecordBatchStatus.TimestampOutOfRange, RecordInspector.Inspect(batch, header, rules, _scratch).Status);
    }

    [Fact]
    public void Records_that_repeat_an_offset_are_refused()
    {
        byte[] section = [.. Convert.FromHexString("0C000000010100"), .. Convert.FromHexString("0C000000010100")];
        var batch = BatchSample.Around(section, recordCount: 2);

        var inspection = RecordInspector.Inspect(batch, BatchSample.HeaderOf(batch), Client, _scratch);

        Assert.Equal((RecordBatchStatus.RecordOffsetInvalid, 7), (inspection.Status, inspection.FaultPosition));
    }

    [Theory]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Lz4)]
    public void Batch_that_decompresses_beyond_the_limit_is_refused(CompressionCodec codec)
    {
        using var builder = new RecordBatchBuilder(new RecordBatchOptions { Compression = codec });
        builder.Append(BatchSample.Time, NullableBytes.Null, new byte[500_000]);
        var batch = builder.Build().Span;
        var rules = Client with { DecompressedBytesMax = 100_000 };

        Assert.Equal(
            RecordBatchStatus.DecompressedTooLarge,
            RecordInspector.Inspect(batch, BatchSample.HeaderOf(batch), rules, _scratch).Status);
        Assert.Equal(0, _scratch.Length);
    }

    [Theory]
    [InlineData(CompressionCodec.None)]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Lz4)]
    public void Every_mangled_byte_with_a_right_checksum_ends_in_a_status(CompressionCodec codec)
    {
        var batch = BatchSample.Of(6, new RecordBatchOptions { Compression = codec });
        for (var position = RecordBatchLayout.Attributes; position < batch.Length; position++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var mangled = batch.ToArray();
                mangled[position] ^= (byte)(1 << bit);
                RecordBatchPatch.WriteChecksum(mangled);
                if (RecordBatchValidator.Check(mangled, Client, out var header) is RecordBatchStatus.Valid)
                {
                    RecordInspector.Inspect(mangled, header, Client with { DecompressedBytesMax = 10_000 }, _scratch);
                }
            }
        }
    }
}
