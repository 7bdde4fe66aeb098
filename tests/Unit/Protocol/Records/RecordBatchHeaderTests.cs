using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Protocol.Records;

public sealed class RecordBatchHeaderTests
{
    [Fact]
    public void Header_of_a_foreign_batch_reads_field_by_field()
    {
        var header = BatchSample.HeaderOf(GoldenBatches.KafkaJsTransactional);

        Assert.Equal(Offset.Zero, header.BaseOffset);
        Assert.Equal(GoldenBatches.KafkaJsTransactional.Length, header.SizeBytes);
        Assert.Equal(new LeaderEpoch(0), header.PartitionLeaderEpoch);
        Assert.Equal(CompressionCodec.None, header.Attributes.Compression);
        Assert.True(header.Attributes.IsTransactional);
        Assert.False(header.Attributes.IsControl);
        Assert.Equal(2, header.LastOffsetDelta);
        Assert.Equal(new Instant(1_700_000_000_000), header.BaseTimestamp);
        Assert.Equal(new Instant(1_700_000_000_005), header.MaxTimestamp);
        Assert.Equal(new ProducerId(4711), header.ProducerId);
        Assert.Equal(new ProducerEpoch(3), header.ProducerEpoch);
        Assert.Equal((7, 9, 3), (header.BaseSequence, header.LastSequence, header.RecordCount));
        Assert.Equal(new Offset(3), header.NextOffset);
    }

    [Fact]
    public void Header_written_back_is_the_same_bytes()
    {
        var written = new byte[RecordBatchLayout.Records];

        BatchSample.HeaderOf(GoldenBatches.LibrdkafkaIdempotent).Write(written);

        Assert.Equal(GoldenBatches.LibrdkafkaIdempotent[..RecordBatchLayout.Records], written);
    }

    [Fact]
    public void Header_cut_short_needs_more_data()
    {
        var batch = BatchSample.Of(1);
        for (var length = 0; length < RecordBatchLayout.Records; length++)
        {
            Assert.Equal(ReadStatus.NeedMoreData, RecordBatchHeader.TryRead(batch.AsSpan(0, length), out _));
        }
    }

    [Theory]
    [InlineData(RecordBatchLayout.Magic, 1, "01")]
    [InlineData(RecordBatchLayout.BatchLength, 4, "00000030")]
    [InlineData(RecordBatchLayout.BatchLength, 4, "FFFFFFFF")]
    [InlineData(RecordBatchLayout.BatchLength, 4, "7FFFFFFF")]
    [InlineData(RecordBatchLayout.BaseOffset, 8, "FFFFFFFFFFFFFFFF")]
    [InlineData(RecordBatchLayout.BaseOffset, 8, "7FFFFFFFFFFFFFFF")]
    [InlineData(RecordBatchLayout.LastOffsetDelta, 4, "80000000")]
    [InlineData(RecordBatchLayout.RecordCount, 4, "FFFFFFFF")]
    public void Header_whose_numbers_do_not_add_up_is_malformed(int position, int length, string hex)
    {
        var batch = BatchSample.Of(1);
        Convert.FromHexString(hex).CopyTo(batch.AsSpan(position, length));

        Assert.Equal(ReadStatus.Malformed, RecordBatchHeader.TryRead(batch, out _));
    }

    [Fact]
    public void Header_at_the_end_of_offsets_still_adds_up()
    {
        var batch = BatchSample.With(
            BatchSample.Of(3), header => header with { BaseOffset = new(long.MaxValue - 3) });

        Assert.Equal(new Offset(long.MaxValue), BatchSample.HeaderOf(batch).NextOffset);
    }

    [Fact]
    public void Last_sequence_wraps_to_zero_after_the_largest()
    {
        var header = BatchSample.HeaderOf(BatchSample.Of(3)) with { BaseSequence = int.MaxValue - 1 };

        Assert.Equal(0, header.LastSequence);
        Assert.Equal(RecordBatchHeader.NoSequence, (header with { BaseSequence = -1 }).LastSequence);
    }

    [Fact]
    public void Attributes_keep_bits_that_have_no_meaning_yet()
    {
        var attributes = new RecordBatchAttributes(0x4080).With(CompressionCodec.Zstd).WithControl(true);

        Assert.Equal(0x4080 | 4 | 32, attributes.Bits);
        Assert.Equal(0x4080, attributes.With(CompressionCodec.None).WithControl(false).Bits);
    }
}
