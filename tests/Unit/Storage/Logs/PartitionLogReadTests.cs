using Cloud.Core.Storage.Reading;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Storage.Logs;

public sealed class PartitionLogReadTests
{
    [Fact]
    public void Read_hands_out_whole_batches_below_the_bound_and_within_the_bytes()
    {
        var log = new LogFixture();
        var sizeBytes = LogFixture.Batch(records: 2).Length;
        log.AppendAll(LogFixture.Batch(2), LogFixture.Batch(2), LogFixture.Batch(2));

        using var bounded = log.Read(0, upperBound: 5).Region;
        using var limited = log.Read(1, bytesMax: sizeBytes + 10).Region;

        Assert.Equal(2 * sizeBytes, bounded!.ByteCount);
        Assert.Equal(sizeBytes, limited!.ByteCount);
    }

    [Fact]
    public void Read_gives_one_batch_that_is_larger_than_the_bytes_only_when_asked()
    {
        var log = new LogFixture();
        log.Append(valueBytes: 1000);

        using var region = log.Read(0, bytesMax: 10).Region;

        Assert.True(region!.ByteCount > 1000);
        Assert.Equal(LogReadStatus.OverLimit, log.Read(0, bytesMax: 10, isAtLeastOne: false).Status);
    }

    [Fact]
    public void Read_outside_of_the_log_is_told_apart_from_its_end()
    {
        var log = new LogFixture();
        log.Append(records: 4);
        log.Append(records: 4);
        log.Log.AdvanceLogStart(new(4));

        Assert.Equal(LogReadStatus.OutOfRange, log.Read(3).Status);
        Assert.Equal(LogReadStatus.OutOfRange, log.Read(9).Status);
        Assert.Equal(LogReadStatus.AtEnd, log.Read(8).Status);
        Assert.Equal(LogReadStatus.AtEnd, log.Read(4, upperBound: 4).Status);
    }

    [Fact]
    public void Region_outlives_the_deletion_of_its_segment()
    {
        var log = new LogFixture();
        var batch = LogFixture.Batch();
        log.Append(batch);
        log.Log.Roll(LogFixture.Noon);
        log.Append();
        var region = log.Read(0).Region!;

        log.Log.AdvanceLogStart(new(1));
        Assert.Equal(1, log.Log.DeleteOldSegments());

        Assert.Equal(batch, region.ToArray());
        var open = log.Disk.OpenFileCount;
        region.Dispose();
        Assert.Equal(open - 1, log.Disk.OpenFileCount);
    }

    [Fact]
    public void Files_of_idle_segments_are_closed_and_opened_again_when_read()
    {
        var log = new LogFixture(new() { SegmentBytesMax = 200 }, openFilesMax: 3);
        for (var i = 0; i < 40; i++)
        {
            log.Append(valueBytes: 100);
            log.Flush();
        }

        Assert.Equal(40, log.Offsets().Count);

        Assert.InRange(log.Disk.OpenFileCount, 1, 4);
        Assert.InRange(log.Bound.OpenCount, 1, 4);
    }

    [Fact]
    public void Offset_is_found_by_timestamp_to_the_record()
    {
        var log = new LogFixture(new() { SegmentBytesMax = 2000, IndexIntervalBytes = 100 });
        for (var i = 0; i < 100; i++)
        {
            log.Append(records: 3, timestamp: LogFixture.Noon.Plus(TimeSpan.FromMilliseconds(10 * i)));
        }

        var exact = log.Log.FindByTimestamp(LogFixture.Noon.Plus(TimeSpan.FromMilliseconds(501)));
        var between = log.Log.FindByTimestamp(LogFixture.Noon.Plus(TimeSpan.FromMilliseconds(505)));

        Assert.Equal(new Offset(151), exact!.Value.Offset);
        Assert.Equal(new Offset(153), between!.Value.Offset);
        Assert.Equal(Offset.Zero, log.Log.FindByTimestamp(new(0))!.Value.Offset);
        Assert.Null(log.Log.FindByTimestamp(LogFixture.Noon.Plus(TimeSpan.FromSeconds(9))));
        Assert.Equal(new Offset(299), log.Log.FindMaxTimestamp()!.Value.Offset);
    }

    [Fact]
    public void Aborted_transactions_are_told_to_readers_after_restart_too()
    {
        var log = new LogFixture(new() { SegmentBytesMax = 300 });
        var options = new RecordBatchOptions
        {
            ProducerId = new(5), ProducerEpoch = new(0), BaseSequence = 0, IsTransactional = true,
        };
        log.Append(LogFixture.Batch(records: 2, options: options));
        log.Append();
        Abort(log, options);
        log.Append();
        log.Flush();

        var live = log.Log.AbortedTransactionsIn(new(0), log.Log.LogEndOffset);
        log.Open();
        var recovered = log.Log.AbortedTransactionsIn(new(0), log.Log.LogEndOffset);

        var aborted = Assert.Single(live);
        Assert.Equal((new Offset(0), new Offset(3)), (aborted.FirstOffset, aborted.LastOffset));
        Assert.Equal(live, recovered);
    }

    private static void Abort(LogFixture log, RecordBatchOptions options)
    {
        using var builder = new RecordBatchBuilder(
            EndTransactionMarker.BatchOptions(options.ProducerId, options.ProducerEpoch));
        new EndTransactionMarker(TransactionOutcome.Abort, 1).AppendTo(builder, LogFixture.Noon);
        var results = new Cloud.Core.Storage.Appending.AppendResult[1];
        log.Log.AppendAsLeader(
            [builder.Build().ToArray()], new(log.Epoch, LogFixture.Noon, RecordBatchOrigin.Coordinator), results);
        Assert.Equal(Cloud.Core.Storage.Appending.AppendOutcome.Appended, results[0].Outcome);
    }
}
