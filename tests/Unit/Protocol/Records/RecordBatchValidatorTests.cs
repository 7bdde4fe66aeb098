using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Protocol.Records;

public sealed class RecordBatchValidatorTests
{
    private static readonly RecordBatchRules Client = RecordBatchRules.ForClient(1_000_000);

    public static TheoryData<RecordBatchStatus, Func<RecordBatchHeader, RecordBatchHeader>> Faults => new()
    {
        { RecordBatchStatus.UnknownCompression, header => header with { Attributes = new(5) } },
        { RecordBatchStatus.OffsetRangeInvalid, header => header with { BaseOffset = new(1) } },
        { RecordBatchStatus.OffsetRangeInvalid, header => header with { BaseOffset = new(long.MaxValue) } },
        { RecordBatchStatus.OffsetRangeInvalid, header => header with { RecordCount = 0 } },
        { RecordBatchStatus.OffsetRangeInvalid, header => header with { RecordCount = 4 } },
        { RecordBatchStatus.OffsetRangeInvalid, header => header with { RecordCount = -3 } },
        { RecordBatchStatus.OffsetRangeInvalid, header => header with { LastOffsetDelta = 7 } },
        { RecordBatchStatus.OffsetRangeInvalid, header => header with { LastOffsetDelta = -1 } },
        { RecordBatchStatus.ProducerFieldsInvalid, header => header with { ProducerId = new(-2) } },
        { RecordBatchStatus.ProducerFieldsInvalid, header => header with { ProducerId = new(1), BaseSequence = 0 } },
        {
            RecordBatchStatus.ProducerFieldsInvalid,
            header => header with { ProducerId = new(1), ProducerEpoch = new(0) }
        },
        { RecordBatchStatus.ProducerFieldsInvalid, WithFlags(attributes => attributes.WithTransactional(true)) },
        { RecordBatchStatus.ControlBatchFromClient, WithFlags(attributes => attributes.WithControl(true)) },
        { RecordBatchStatus.DeleteHorizonFromClient, WithFlags(attributes => attributes.WithDeleteHorizon(true)) },
        {
            RecordBatchStatus.LogAppendTimeFromClient,
            WithFlags(attributes => attributes.With(TimestampType.LogAppendTime))
        },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Produced_batch_with_a_wrong_field_is_refused(
        RecordBatchStatus expected, Func<RecordBatchHeader, RecordBatchHeader> change)
    {
        var batch = BatchSample.With(BatchSample.Of(3), change);

        Assert.Equal(expected, RecordBatchValidator.Check(batch, Client, out var header));
        Assert.Equal(default, header);
    }

    [Fact]
    public void Batches_of_other_implementations_are_valid()
    {
        byte[][] batches =
        [
            GoldenBatches.KafkaJsPlain, GoldenBatches.KafkaJsTransactional, GoldenBatches.KafkaJsGzip,
            GoldenBatches.LibrdkafkaIdempotent, GoldenBatches.LibrdkafkaGzip, GoldenBatches.LibrdkafkaSnappy,
            GoldenBatches.LibrdkafkaLz4, GoldenBatches.LibrdkafkaZstd,
        ];

        foreach (var batch in batches)
        {
            Assert.Equal(RecordBatchStatus.Valid, RecordBatchValidator.Check(batch, Client, out var header));
            Assert.Equal(batch.Length, header.SizeBytes);
        }
    }

    [Theory]
    [InlineData(0, RecordBatchStatus.OldMagic)]
    [InlineData(1, RecordBatchStatus.OldMagic)]
    [InlineData(3, RecordBatchStatus.UnknownMagic)]
    [InlineData(255, RecordBatchStatus.UnknownMagic)]
    public void Batch_of_another_format_is_told_apart(byte magic, RecordBatchStatus expected)
    {
        var batch = BatchSample.Of(1);
        batch[RecordBatchLayout.Magic] = magic;

        Assert.Equal(expected, RecordBatchValidator.Check(batch, Client, out _));
    }

    [Fact]
    public void Batch_at_the_size_limit_passes_and_one_byte_more_does_not()
    {
        var batch = BatchSample.Of(3);

        Assert.Equal(
            RecordBatchStatus.Valid,
            RecordBatchValidator.Check(batch, RecordBatchRules.ForClient(batch.Length), out _));
        Assert.Equal(
            RecordBatchStatus.TooLarge,
            RecordBatchValidator.Check(batch, RecordBatchRules.ForClient(batch.Length - 1), out _));
        Assert.Equal(RecordBatchStatus.TooLarge, RecordBatchValidator.Check(batch, default, out _));
    }

    [Fact]
    public void Two_batches_where_one_is_due_are_refused()
    {
        byte[] two = [.. BatchSample.Of(1), .. BatchSample.Of(1)];

        Assert.Equal(RecordBatchStatus.TrailingBytes, RecordBatchValidator.Check(two, Client, out _));
    }

    [Fact]
    public void Timestamps_outside_of_the_limits_are_refused_but_none_is_allowed()
    {
        var batch = BatchSample.Of(3);
        var none = BatchSample.With(
            batch, header => header with { BaseTimestamp = Instant.None, MaxTimestamp = Instant.None });
        var late = Client with { TimestampMin = BatchSample.Time.Plus(TimeSpan.FromMilliseconds(1)) };
        var early = Client with { TimestampMax = BatchSample.Time.Plus(TimeSpan.FromMilliseconds(1)) };

        Assert.Equal(RecordBatchStatus.TimestampOutOfRange, RecordBatchValidator.Check(batch, late, out _));
        Assert.Equal(RecordBatchStatus.TimestampOutOfRange, RecordBatchValidator.Check(batch, early, out _));
        Assert.Equal(RecordBatchStatus.Valid, RecordBatchValidator.Check(none, late, out _));
    }

    [Fact]
    public void Compacted_batch_is_valid_in_a_log_but_not_from_a_client()
    {
        var batch = BatchSample.With(
            BatchSample.Of(3), header => header with { BaseOffset = new(40), LastOffsetDelta = 9 });

        Assert.Equal(RecordBatchStatus.Valid, RecordBatchValidator.Check(batch, RecordBatchRules.ForLog(), out _));
        Assert.Equal(RecordBatchStatus.OffsetRangeInvalid, RecordBatchValidator.Check(batch, Client, out _));
    }

    [Fact]
    public void Every_truncation_is_incomplete()
    {
        var batch = BatchSample.Of(3);
        for (var length = 0; length < batch.Length; length++)
        {
            Assert.Equal(
                RecordBatchStatus.Incomplete, RecordBatchValidator.Check(batch.AsSpan(0, length), Client, out _));
        }
    }

    [Fact]
    public void Every_flipped_bit_is_noticed_except_in_the_leader_epoch()
    {
        var batch = BatchSample.Of(3);
        for (var bit = 0; bit < batch.Length * 8; bit++)
        {
            batch[bit / 8] ^= (byte)(1 << (bit % 8));

            // The leader overwrites the epoch, so it says nothing on the way in.
            var isEpoch = bit / 8 is >= RecordBatchLayout.PartitionLeaderEpoch and < RecordBatchLayout.Magic;
            var status = RecordBatchValidator.Check(batch, Client, out _);
            Assert.True(isEpoch == (status is RecordBatchStatus.Valid), $"bit {bit}: {status}");

            batch[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Check_of_a_batch_allocates_nothing()
    {
        var batch = BatchSample.Of(100);
        RecordBatchValidator.Check(batch, Client, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var round = 0; round < 100; round++)
        {
            RecordBatchValidator.Check(batch, Client, out _);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static Func<RecordBatchHeader, RecordBatchHeader> WithFlags(
        Func<RecordBatchAttributes, RecordBatchAttributes> change) =>
        header => header with { Attributes = change(header.Attributes) };
}
