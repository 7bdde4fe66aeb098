using Cloud.Core.Storage;
using Cloud.Core.Storage.Compaction;
using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Files;
using Cloud.Protocol;
using Cloud.Simulation.Disks;
using Cloud.Simulation.Storage;

namespace Cloud.Unit.Storage.Compaction;

public sealed class FolderCompactorTests
{
    // The writer's work in one run: the plan, the start, then one swap for each group.
    private const int FirstSwap = 3;

    private readonly SimulatedDisk _disk = new(seed: 1);
    private readonly SkippingClock _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));

    [Fact]
    public async Task Dirtiest_log_is_compacted_first_and_then_is_not_due()
    {
        var (small, large) = (new LentLog(_disk, "small", 20), new LentLog(_disk, "large", 80));
        var compactor = Compactor();
        await CompactAll(compactor, small);
        var before = large.Log.ByteCount;

        var outcome = await compactor.CompactDirtiest([small, large], default);

        Assert.Equal(large.Partition, outcome!.Value.Partition);
        Assert.True(outcome.Value.IsFinished);
        Assert.True(large.Log.ByteCount < before / 2);
        Assert.Null(await compactor.CompactDirtiest([small, large], default));
    }

    [Fact]
    public async Task Compacted_offset_is_known_to_the_next_life()
    {
        var log = new LentLog(_disk, "table", 60);
        await CompactAll(Compactor(), log);

        Assert.Null(await Compactor().CompactDirtiest([log], default));

        var forgetful = Compactor();
        forgetful.Forget(log.Partition);
        Assert.NotNull(await forgetful.CompactDirtiest([log], default));
    }

    [Fact]
    public async Task Log_that_was_cut_is_compacted_again_from_there()
    {
        var log = new LentLog(_disk, "table", 60);
        var compactor = Compactor();
        await CompactAll(compactor, log);

        compactor.CutAt(log.Partition, new(3));

        Assert.NotNull(await compactor.CompactDirtiest([log], default));
    }

    [Fact]
    public async Task Log_without_compaction_is_left_alone()
    {
        var log = new LentLog(_disk, "events", 60) { Config = TopicConfig.Default };

        Assert.Null(await Compactor().CompactDirtiest([log], default));
    }

    [Fact]
    public async Task Rate_is_kept_by_pausing()
    {
        const double BytesPerSecond = 10_000;
        var log = new LentLog(_disk, "table", 60);

        var outcome = await Compactor(BytesPerSecond).CompactDirtiest([log], default);

        // The step that finishes needs no pause after it.
        var expected = TimeSpan.FromSeconds(outcome!.Value.MovedBytes / BytesPerSecond);
        Assert.InRange(_clock.Paused, expected * 0.9, expected * 1.01);
    }

    [Fact]
    public async Task Log_that_is_emptied_meanwhile_ends_the_run_and_keeps_nothing_of_it()
    {
        var log = new LentLog(_disk, "table", 60);
        log.Between.Add(FirstSwap, open => open.TruncateFullyAndStartAt(new(1000), new(1)));

        var outcome = await Compactor().CompactDirtiest([log], default);

        Assert.False(outcome!.Value.IsFinished);
        Assert.Equal(new Offset(1000), log.Log.LogStartOffset);
        Assert.Equal(new Offset(1000), log.Log.LogEndOffset);
        Assert.Empty(log.Leftovers);
        Assert.Null(log.Log.Failure);
    }

    [Fact]
    public async Task Log_whose_oldest_segments_go_meanwhile_is_compacted_by_the_next_run()
    {
        var log = new LentLog(_disk, "table", 60);
        log.Between.Add(FirstSwap, open =>
        {
            open.AdvanceLogStart(open.Segments()[2].BaseOffset);
            open.DeleteOldSegments();
        });
        var compactor = Compactor();

        var first = await compactor.CompactDirtiest([log], default);
        var original = CompactedContent.Read(log.Log);
        var second = await compactor.CompactDirtiest([log], default);

        Assert.False(first!.Value.IsFinished);
        Assert.True(second!.Value.IsFinished);
        CompactedContent.Read(log.Log).ExpectCompactedFrom(original);
        Assert.Empty(log.Leftovers);
    }

    [Fact]
    public async Task Appends_go_on_while_a_log_is_compacted()
    {
        var log = new LentLog(_disk, "table", 60);
        log.Between.Add(FirstSwap, open => new CompactionLoad(new(7), open).AppendPlain(5, new(1_700_000_000_000)));
        var compactor = Compactor();

        var outcome = await compactor.CompactDirtiest([log], default);

        Assert.True(outcome!.Value.IsFinished);
        Assert.True(CompactedContent.Read(log.Log).KeyCount > 0);
    }

    [Fact]
    public async Task Full_disk_ends_the_run_and_harms_nothing()
    {
        var log = new LentLog(_disk, "table", 60);
        var original = CompactedContent.Read(log.Log);
        var compactor = Compactor();
        _disk.CapacityBytes = 0;

        var error = await Assert.ThrowsAsync<StorageException>(() => compactor.CompactDirtiest([log], default));

        Assert.Equal(StorageErrorKind.DiskFull, error.Kind);
        Assert.Null(log.Log.Failure);
        Assert.Empty(log.Leftovers);
        CompactedContent.Read(log.Log).ExpectCompactedFrom(original);
        _disk.CapacityBytes = long.MaxValue;
        Assert.True((await compactor.CompactDirtiest([log], default))!.Value.IsFinished);
        CompactedContent.Read(log.Log).ExpectCompactedFrom(original);
    }

    [Fact]
    public async Task Damaged_segment_is_told_once_and_the_log_is_left_alone()
    {
        var log = new LentLog(_disk, "table", 60);
        _disk.FlipBit($"{log.Folder}/00000000000000000000.log", position: 200, bit: 3);
        var compactor = Compactor();

        await Assert.ThrowsAsync<LogCorruptException>(() => compactor.CompactDirtiest([log], default));

        Assert.Equal([log.Partition], compactor.Unreadable);
        Assert.Null(await compactor.CompactDirtiest([log], default));
        Assert.Empty(log.Leftovers);
    }

    [Fact]
    public async Task Failed_log_is_left_alone_and_does_not_keep_others_from_being_compacted()
    {
        var (failed, well) = (new LentLog(_disk, "failed", 60), new LentLog(_disk, "well", 30));
        failed.Log.MarkCorrupt(new("somewhere", FilePosition.Start, "found by a reader"));

        var outcome = await Compactor().CompactDirtiest([failed, well], default);

        Assert.Equal(well.Partition, outcome!.Value.Partition);
    }

    private static async Task CompactAll(FolderCompactor compactor, LentLog log)
    {
        while (await compactor.CompactDirtiest([log], default) is not null)
        {
            Assert.InRange(log.WorkCount, 0, 1000);
        }
    }

    private FolderCompactor Compactor(double bytesPerSecondMax = double.MaxValue) => new(
        "/data", _disk, new NowExecutor(), _clock, new() { KeySecret = (1, 2), BytesPerSecondMax = bytesPerSecondMax });
}
