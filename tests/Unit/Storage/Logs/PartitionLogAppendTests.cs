using Cloud.Core.Storage;
using Cloud.Core.Storage.Appending;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Producers;
using Cloud.Protocol;
using Cloud.Protocol.Records;
using Cloud.Simulation.Disks;

namespace Cloud.Unit.Storage.Logs;

public sealed class PartitionLogAppendTests
{
    [Fact]
    public void Leader_gives_batches_their_offsets_and_epoch_in_place()
    {
        var log = new LogFixture { Epoch = new(7) };
        var batch = LogFixture.Batch(records: 3);

        log.Append(LogFixture.Batch(records: 2));
        var result = log.Append(batch);

        RecordBatchHeader.TryRead(batch, out var header);
        Assert.Equal(new Offset(2), result.BaseOffset);
        Assert.Equal(new Offset(5), result.EndOffset);
        Assert.Equal((new Offset(2), new LeaderEpoch(7)), (header.BaseOffset, header.PartitionLeaderEpoch));
        Assert.True(RecordBatchValidator.HasValidChecksum(batch, header));
    }

    [Fact]
    public void Gathered_batches_are_written_in_one_call()
    {
        var log = new LogFixture();
        log.Append();
        var before = log.Disk.StepCount;

        log.AppendAll(LogFixture.Batch(), LogFixture.Batch(), LogFixture.Batch());

        Assert.Equal(before + 1, log.Disk.StepCount);
        Assert.Equal([0, 1, 2, 3], log.Offsets());
    }

    [Fact]
    public void Broken_batch_is_refused_and_its_neighbours_are_appended()
    {
        var log = new LogFixture();
        var broken = LogFixture.Batch();
        broken[^1] ^= 1;

        var results = log.AppendAll(LogFixture.Batch(), broken, LogFixture.Batch());

        Assert.Equal(
            [AppendOutcome.Appended, AppendOutcome.InvalidBatch, AppendOutcome.Appended],
            results.Select(result => result.Outcome));
        Assert.Equal(RecordBatchStatus.ChecksumMismatch, results[1].BatchStatus);
        Assert.Equal([0, 1], log.Offsets());
    }

    [Fact]
    public void Log_append_time_replaces_the_producers_time()
    {
        var log = new LogFixture(new() { IsLogAppendTime = true });
        var batch = LogFixture.Batch(timestamp: new(5));

        var result = log.Append(batch);

        RecordBatchHeader.TryRead(batch, out var header);
        Assert.Equal(LogFixture.Noon, result.LogAppendTime);
        Assert.Equal(LogFixture.Noon, header.MaxTimestamp);
        Assert.Equal(TimestampType.LogAppendTime, header.Attributes.TimestampType);
        Assert.True(RecordBatchValidator.HasValidChecksum(batch, header));
    }

    [Theory]
    [InlineData(-3_600_001, AppendOutcome.InvalidBatch)]
    [InlineData(-3_600_000, AppendOutcome.Appended)]
    [InlineData(3_600_000, AppendOutcome.Appended)]
    [InlineData(3_600_001, AppendOutcome.InvalidBatch)]
    public void Timestamps_outside_of_the_topics_bounds_are_refused(long distance, AppendOutcome expected)
    {
        var log = new LogFixture(new() { TimestampBeforeMax = TimeSpan.FromHours(1) });

        var result = log.Append(timestamp: LogFixture.Noon.Plus(TimeSpan.FromMilliseconds(distance)));

        Assert.Equal(expected, result.Outcome);
    }

    [Fact]
    public void Batch_over_the_topics_limit_is_refused()
    {
        var log = new LogFixture(new() { BatchBytesMax = 500 });

        Assert.Equal(RecordBatchStatus.TooLarge, log.Append(valueBytes: 500).BatchStatus);
    }

    [Fact]
    public void Deposed_leader_cannot_append()
    {
        var log = new LogFixture { Epoch = new(3) };
        log.Append();

        log.Epoch = new(2);

        Assert.Equal(AppendOutcome.StaleLeaderEpoch, log.Append().Outcome);
        Assert.Equal(new Offset(1), log.Log.LogEndOffset);
    }

    [Fact]
    public void Idempotent_producers_retry_gets_the_original_offsets()
    {
        var log = new LogFixture();
        var options = new RecordBatchOptions { ProducerId = new(9), ProducerEpoch = new(0), BaseSequence = 0 };
        log.Append();
        var first = log.Append(LogFixture.Batch(records: 2, options: options));

        var retry = log.Append(LogFixture.Batch(records: 2, options: options));
        var gap = log.Append(LogFixture.Batch(options: options with { BaseSequence = 5 }));

        Assert.Equal(AppendOutcome.Duplicate, retry.Outcome);
        Assert.Equal((first.BaseOffset, first.EndOffset), (retry.BaseOffset, retry.EndOffset));
        Assert.Equal(ProducerVerdictKind.OutOfOrderSequence, gap.ProducerVerdict);
        Assert.Equal([0, 1], log.Offsets());
    }

    [Fact]
    public void Producers_are_remembered_over_restart_with_and_without_clean_shutdown()
    {
        var log = new LogFixture(new() { SegmentBytesMax = 300 });
        var options = new RecordBatchOptions { ProducerId = new(9), ProducerEpoch = new(0), BaseSequence = 0 };
        for (var i = 0; i < 10; i++)
        {
            log.Append(LogFixture.Batch(options: options with { BaseSequence = i }));
        }

        log.Flush();
        log.Open();
        var afterCrash = log.Append(LogFixture.Batch(options: options with { BaseSequence = 9 }));
        log.Log.Close();
        log.Open(isClean: true);
        var afterClose = log.Append(LogFixture.Batch(options: options with { BaseSequence = 9 }));

        Assert.Equal(AppendOutcome.Duplicate, afterCrash.Outcome);
        Assert.Equal(AppendOutcome.Duplicate, afterClose.Outcome);
        Assert.Equal(new Offset(9), afterClose.BaseOffset);
    }

    [Fact]
    public void Follower_keeps_offsets_and_epochs_and_refuses_what_does_not_continue_its_log()
    {
        var leader = new LogFixture { Epoch = new(4) };
        leader.AppendAll(LogFixture.Batch(records: 2), LogFixture.Batch(records: 3));
        using var region = leader.Read(0).Region!;
        var follower = new LogFixture();

        var wrongStart = follower.Log.AppendAsFollower(region.ToArray(), new(new(1), false, LogFixture.Noon));
        var result = follower.Log.AppendAsFollower(region.ToArray(), new(new(0), false, LogFixture.Noon));
        var again = follower.Log.AppendAsFollower(region.ToArray(), new(new(5), false, LogFixture.Noon));

        Assert.Equal(AppendOutcome.NotContiguous, wrongStart.Outcome);
        Assert.Equal((AppendOutcome.Appended, new Offset(5)), (result.Outcome, result.EndOffset));
        Assert.Equal(AppendOutcome.NotContiguous, again.Outcome);
        Assert.Equal(new LeaderEpoch(4), follower.Log.Epochs.LatestEpoch);
        Assert.Equal([0, 2], follower.Offsets());
    }

    [Fact]
    public void Full_disk_leaves_the_log_as_it_was_and_it_goes_on_when_space_returns()
    {
        var log = new LogFixture();
        log.Append();
        log.Disk.CapacityBytes = 400;
        var results = new AppendResult[2];

        var error = Assert.Throws<StorageException>(() => log.Log.AppendAsLeader(
            [LogFixture.Batch(valueBytes: 200), LogFixture.Batch(valueBytes: 200)],
            new(new(0), LogFixture.Noon),
            results));

        Assert.Equal(StorageErrorKind.DiskFull, error.Kind);
        Assert.All(results, result => Assert.Equal(AppendOutcome.NotWritten, result.Outcome));
        Assert.Equal([0], log.Offsets());
        Assert.Null(log.Log.Failure);

        log.Disk.CapacityBytes = long.MaxValue;
        Assert.Equal(new Offset(1), log.Append().BaseOffset);
        log.Flush();
        log.Open();
        Assert.Equal([0, 1], log.Offsets());
    }

    [Fact]
    public void Full_disk_leaves_a_follower_without_the_epochs_that_it_could_not_take()
    {
        var leader = new LogFixture { Epoch = new(4) };
        leader.AppendAll(LogFixture.Batch(valueBytes: 200));
        leader.Epoch = new(5);
        leader.AppendAll(LogFixture.Batch(valueBytes: 200));
        using var region = leader.Read(0).Region!;
        var push = region.ToArray();
        var follower = new LogFixture();
        follower.Disk.CapacityBytes = 300;

        Assert.Throws<StorageException>(() =>
            follower.Log.AppendAsFollower(push, new(new(0), false, LogFixture.Noon)));
        follower.Disk.CapacityBytes = long.MaxValue;
        var result = follower.Log.AppendAsFollower(push, new(new(0), false, LogFixture.Noon));

        Assert.Equal((AppendOutcome.Appended, new Offset(2)), (result.Outcome, result.EndOffset));
        Assert.Equal([new(4), new(5)], follower.Log.Epochs.Entries.Select(entry => entry.Epoch));
    }

    [Fact]
    public void Failed_write_fails_the_replica_for_good_but_it_can_still_be_read()
    {
        var log = new LogFixture();
        log.Append();
        log.Disk.Fault = operation =>
            operation.Kind is DiskOperationKind.Write ? StorageErrorKind.DeviceError : null;

        Assert.Throws<StorageException>(() => log.Append());
        log.Disk.Fault = null;

        Assert.Throws<LogFailedException>(() => log.Append());
        Assert.Throws<LogFailedException>(() => log.Log.AdvanceLogStart(new(1)));
        Assert.Equal([0], log.Offsets());
    }

    [Fact]
    public async Task Failed_fsync_fails_all_who_wait_and_is_never_retried()
    {
        var log = new LogFixture();
        log.Append();
        log.Disk.Fault = operation =>
            operation.Kind is DiskOperationKind.Flush ? StorageErrorKind.DeviceError : null;
        var first = log.Log.WhenFlushed(new(1));

        log.Executor.RunAll();
        log.Disk.Fault = null;
        var second = log.Log.WhenFlushed(new(1));
        log.Executor.RunAll();

        await Assert.ThrowsAsync<LogFailedException>(() => first);
        await Assert.ThrowsAsync<LogFailedException>(() => second);
        Assert.Equal(Offset.Zero, log.Log.FlushedOffset);
    }

    [Fact]
    public void Appends_that_gather_while_a_flush_waits_share_it()
    {
        var log = new LogFixture();
        var waits = new List<Task>();
        for (var i = 0; i < 32; i++)
        {
            waits.Add(log.Log.WhenFlushed(log.Append().EndOffset));
        }

        var before = log.Disk.StepCount;
        log.Executor.RunAll();

        Assert.Equal(before + 1, log.Disk.StepCount);
        Assert.All(waits, wait => Assert.True(wait.IsCompletedSuccessfully));
        Assert.Equal(new Offset(32), log.Log.FlushedOffset);
    }

    [Fact]
    public void Write_caching_does_not_wait_for_the_device()
    {
        var log = new LogFixture(new() { IsWriteCaching = true, FlushRecordsMax = 3 });

        var end = log.Append(records: 2).EndOffset;

        Assert.True(log.Log.WhenDurable(end).IsCompletedSuccessfully);
        Assert.Equal(0, log.Executor.WaitingCount);
        log.Append();
        Assert.Equal(1, log.Executor.WaitingCount);
    }
}
