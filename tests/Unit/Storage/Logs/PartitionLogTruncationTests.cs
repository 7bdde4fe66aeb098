using Cloud.Core.Storage.Retention;
using Cloud.Protocol;

namespace Cloud.Unit.Storage.Logs;

public sealed class PartitionLogTruncationTests
{
    [Fact]
    public void Truncation_removes_whole_batches_and_the_epochs_that_begin_behind()
    {
        var log = new LogFixture(new() { SegmentBytesMax = 250 });
        for (var epoch = 0; epoch < 5; epoch++)
        {
            log.Epoch = new(epoch);
            log.Append(records: 2);
            log.Append(records: 2);
        }

        log.Log.TruncateTo(new(11), LogFixture.Noon);

        Assert.Equal(new Offset(10), log.Log.LogEndOffset);
        Assert.Equal([0, 2, 4, 6, 8], log.Offsets());
        Assert.Equal(new LeaderEpoch(2), log.Log.Epochs.LatestEpoch);
        Assert.Equal(new Offset(8), log.Log.EndOffsetFor(new(1)).EndOffset);
        log.Append();
        log.Flush();
        log.Open();
        Assert.Equal([0, 2, 4, 6, 8, 10], log.Offsets());
    }

    [Fact]
    public void Emptied_log_begins_anew_at_its_offset()
    {
        var log = new LogFixture();
        log.Append(records: 5);

        log.Log.TruncateFullyAndStartAt(new(100), LogFixture.Noon);
        log.Append();
        log.Flush();
        log.Open();

        Assert.Equal((new Offset(100), new Offset(101)), (log.Log.LogStartOffset, log.Log.LogEndOffset));
    }

    [Fact]
    public void Retention_removes_whole_segments_and_moves_the_log_start()
    {
        var log = new LogFixture(new() { SegmentBytesMax = 200 });
        for (var i = 0; i < 10; i++)
        {
            log.Append(valueBytes: 80);
        }

        var limits = new RetentionLimits
        {
            LogStartOffset = Offset.Zero, HighWatermark = new(10), Now = LogFixture.Noon, SizeBytes = 500,
        };
        var removed = log.Log.ApplyRetention(limits);

        Assert.True(removed > 0);
        Assert.InRange(log.Log.ByteCount, 400, 700);
        Assert.Equal(removed, (int)log.Log.LogStartOffset.Value);
        Assert.Equal(removed, log.Offsets(removed)[0]);
    }
}
