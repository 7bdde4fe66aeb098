using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Protocol.Records;

public sealed class RecordBatchPatchTests
{
    [Fact]
    public void Base_offset_and_epoch_leave_the_checksum_right()
    {
        var batch = BatchSample.Of(3);

        RecordBatchPatch.SetBaseOffsetAndEpoch(batch, new Offset(1_000), new LeaderEpoch(9));

        Assert.Equal(
            RecordBatchStatus.Valid, RecordBatchValidator.Check(batch, RecordBatchRules.ForLog(), out var header));
        Assert.Equal((new Offset(1_000), new Offset(1_003)), (header.BaseOffset, header.NextOffset));
        Assert.Equal(new LeaderEpoch(9), header.PartitionLeaderEpoch);
    }

    [Fact]
    public void Log_append_time_sets_type_time_and_checksum()
    {
        var batch = BatchSample.Of(3);

        RecordBatchPatch.SetLogAppendTime(batch, new Instant(123));

        Assert.Equal(
            RecordBatchStatus.Valid, RecordBatchValidator.Check(batch, RecordBatchRules.ForLog(), out var header));
        Assert.Equal(TimestampType.LogAppendTime, header.Attributes.TimestampType);
        Assert.Equal(new Instant(123), header.MaxTimestamp);
        Assert.Equal(BatchSample.Time, header.BaseTimestamp);
    }

    [Fact]
    public void Patch_of_bytes_that_are_not_one_whole_batch_stops()
    {
        var batch = BatchSample.Of(3);

        Assert.Throws<InvariantBrokenException>(
            () => RecordBatchPatch.SetLogAppendTime(batch.AsSpan(0, batch.Length - 1), new Instant(1)));
    }
}
