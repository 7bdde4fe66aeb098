using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Maintenance;
using Cloud.Protocol;
using Cloud.Simulation.Storage;
using Cloud.Unit.Storage.Compaction;

namespace Cloud.Unit.Storage.Maintenance;

public sealed class LogCompactionTests
{
    private static readonly TopicPartition Table = MaintainedLogs.Table;
    private static readonly TopicConfig Compacted = MaintainedLogs.Small with { CleanupPolicy = CleanupPolicy.Compact };

    private readonly MaintainedLogs _logs = new();

    [Fact]
    public async Task Compacted_log_keeps_the_latest_record_of_each_key_and_rests_when_nothing_is_due()
    {
        var log = _logs.Open(Table, Compacted);
        _logs.Append(log, 40);
        var compaction = Compaction();

        var first = await compaction.Run(_logs.Now, default);
        var second = await compaction.Run(_logs.Now, default);
        _logs.Append(log, 80);
        var resting = await compaction.Run(_logs.Now.Plus(TimeSpan.FromSeconds(14)), default);
        var third = await compaction.Run(_logs.Now.Plus(TimeSpan.FromSeconds(15)), default);

        Assert.True(Assert.Single(first.Outcomes).IsFinished);
        Assert.Empty(second.Outcomes);
        Assert.Empty(resting.Outcomes);
        Assert.Single(third.Outcomes);
        Assert.Equal(1, CompactedContent.Read(log).KeyCount);
        Assert.InRange(log.ByteCount, 1, 3000);
    }

    [Fact]
    public async Task Compacted_and_deleted_topic_gets_both()
    {
        var both = Compacted with
        {
            CleanupPolicy = CleanupPolicy.Compact | CleanupPolicy.Delete, RetentionTime = TimeSpan.FromHours(1),
        };
        var log = _logs.Open(Table, both);
        _logs.Append(log, 40);

        Assert.Single((await Compaction().Run(_logs.Now, default)).Outcomes);
        Assert.Equal(Offset.Zero, log.LogStartOffset);
        await _logs.After(TimeSpan.FromHours(2));

        Assert.Equal(new Offset(40), log.LogStartOffset);
    }

    [Fact]
    public async Task Truncated_log_is_compacted_again_from_the_cut()
    {
        var log = _logs.Open(Table, Compacted);
        _logs.Append(log, 40);
        var compaction = Compaction();
        var before = Assert.Single((await compaction.Run(_logs.Now, default)).Outcomes).CompactedOffset;

        log.TruncateTo(new(3), _logs.Now);
        _logs.Append(log, (int)before.Value - (int)log.LogEndOffset.Value + 6, key: "other");
        var again = await compaction.Run(_logs.Now.Plus(TimeSpan.FromMinutes(1)), default);

        Assert.Single(again.Outcomes);
    }

    [Fact]
    public async Task Log_made_again_under_the_name_does_not_inherit()
    {
        _logs.Append(_logs.Open(Table, Compacted), 40);
        var compaction = Compaction();
        await compaction.Run(_logs.Now, default);

        _logs.Manager.Delete(Table, Guid.Empty);
        _logs.Append(_logs.Open(Table, Compacted), 30);
        var again = await compaction.Run(_logs.Now.Plus(TimeSpan.FromMinutes(1)), default);

        Assert.True(Assert.Single(again.Outcomes).IsFinished);
    }

    [Fact]
    public async Task Replaced_segments_stay_for_their_delay()
    {
        _logs.Append(_logs.Open(Table, Compacted), 40);

        await Compaction().Run(_logs.Now, default);
        Assert.NotEmpty(_logs.Deleted);
        await _logs.After(TimeSpan.Zero);
        await _logs.After(TimeSpan.FromMinutes(2));

        Assert.Empty(_logs.Deleted);
    }

    [Fact]
    public async Task Damage_fails_the_log_and_is_told()
    {
        var log = _logs.Open(Table, Compacted);
        _logs.Append(log, 40);
        _logs.Disk.FlipBit("/data/table-0/00000000000000000000.log", position: 200, bit: 3);

        var round = await Compaction().Run(_logs.Now, default);

        Assert.Single(round.Faults);
        Assert.NotNull(log.Failure);
    }

    private LogCompaction Compaction() => new(
        _logs.Manager,
        _logs,
        new SkippingClock(DateTimeOffset.FromUnixTimeMilliseconds(_logs.Now.Milliseconds)),
        new() { KeySecret = (1, 2) },
        new());
}
