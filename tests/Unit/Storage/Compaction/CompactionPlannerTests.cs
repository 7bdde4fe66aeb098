using Cloud.Core.Storage.Compaction;
using Cloud.Core.Storage.Configuration;
using Cloud.Protocol;

namespace Cloud.Unit.Storage.Compaction;

public sealed class CompactionPlannerTests
{
    // Segments [0,10) [10,20) [20,30) [30,40) of 100 bytes and the active [40,50); records of time 1000, 2000, …
    private static readonly CompactionFacts Facts = new()
    {
        Segments = [.. Enumerable.Range(0, 5).Select(at => Segment(at * 10, 100, (at + 1) * 1000))],
        LogStartOffset = Offset.Zero,
        LastStableOffset = new(50),
        CheckpointOffset = Offset.None,
        Config = TopicConfig.Default with { CleanupPolicy = CleanupPolicy.Compact },
        Now = new(10_000),
    };

    [Fact]
    public void Log_that_was_never_compacted_is_all_dirty_but_for_its_active_segment()
    {
        var plan = CompactionPlanner.Plan(Facts);

        Assert.Equal(Offset.Zero, plan.FirstDirtyOffset);
        Assert.Equal(new Offset(40), plan.EndOffset);
        Assert.Equal((0, 400), (plan.CleanBytes, plan.DirtyBytes));
        Assert.True(plan.IsDue);
    }

    [Theory]
    [InlineData(20, 200, 200, false)]
    [InlineData(15, 100, 300, true)]
    [InlineData(10, 100, 300, true)]
    [InlineData(40, 400, 0, false)]
    public void Log_is_due_when_more_than_the_ratio_is_dirty(long checkpoint, long clean, long dirty, bool isDue)
    {
        var plan = CompactionPlanner.Plan(Facts with { CheckpointOffset = new(checkpoint) });

        Assert.Equal((clean, dirty), (plan.CleanBytes, plan.DirtyBytes));
        Assert.Equal(isDue, plan.IsDue);
        Assert.False(plan.IsCheckpointWrong);
    }

    [Theory]
    [InlineData(51, 0)]
    [InlineData(5, 20)]
    public void Checkpoint_outside_of_the_log_starts_over(long checkpoint, long logStart)
    {
        var plan = CompactionPlanner.Plan(
            Facts with { CheckpointOffset = new(checkpoint), LogStartOffset = new(logStart) });

        Assert.True(plan.IsCheckpointWrong);
        Assert.Equal(new Offset(logStart), plan.FirstDirtyOffset);
    }

    [Theory]
    [InlineData(50, 40)]
    [InlineData(40, 40)]
    [InlineData(39, 30)]
    [InlineData(5, 0)]
    public void Segment_that_is_not_wholly_stable_is_left_alone(long lastStable, long end)
    {
        var plan = CompactionPlanner.Plan(Facts with { LastStableOffset = new(lastStable) });

        Assert.Equal(new Offset(end), plan.EndOffset);
    }

    [Theory]
    [InlineData(6000, 40)]
    [InlineData(7000, 30)]
    [InlineData(9500, 0)]
    public void Young_segment_is_left_alone(int lagMilliseconds, long end)
    {
        var config = Facts.Config with { MinCompactionLag = TimeSpan.FromMilliseconds(lagMilliseconds) };

        Assert.Equal(new Offset(end), CompactionPlanner.Plan(Facts with { Config = config }).EndOffset);
    }

    [Fact]
    public void Old_record_makes_a_log_due_below_the_ratio()
    {
        var config = Facts.Config with { MaxCompactionLag = TimeSpan.FromMilliseconds(5000) };
        var facts = Facts with { Config = config, CheckpointOffset = new(30) };

        Assert.True(CompactionPlanner.Plan(facts).IsDue);
        Assert.Equal(1000, CompactionPlanner.Plan(facts).Overdue.TotalMilliseconds);
        Assert.False(CompactionPlanner.Plan(facts with { Now = new(9000) }).IsDue);
        Assert.False(CompactionPlanner.Plan(facts with { CheckpointOffset = new(40) }).IsDue);
    }

    [Fact]
    public void Of_logs_that_are_due_the_dirtiest_comes_first()
    {
        var all = CompactionPlanner.Plan(Facts);
        var most = CompactionPlanner.Plan(Facts with { CheckpointOffset = new(10) });
        var none = CompactionPlanner.Plan(Facts with { CheckpointOffset = new(40) });

        Assert.Equal("all", CompactionPlanner.Dirtiest([("none", none), ("most", most), ("all", all)]));
        Assert.Null(CompactionPlanner.Dirtiest([("none", none)]));
    }

    [Theory]
    [InlineData(250, 100, new[] { 2, 2 })]
    [InlineData(300, 100, new[] { 3, 1 })]
    [InlineData(1000, 100, new[] { 4 })]
    [InlineData(50, 100, new[] { 1, 1, 1, 1 })]
    [InlineData(1000, 24, new[] { 3, 1 })]
    public void Neighbours_that_fit_into_one_segment_are_grouped(long sizeBytesMax, long indexBytesMax, int[] groups)
    {
        Assert.Equal(groups, SegmentGrouping.Group(Facts.Segments.ToArray().AsSpan(0, 4), sizeBytesMax, indexBytesMax));
    }

    [Fact]
    public void Group_does_not_outgrow_the_relative_offsets_of_an_index()
    {
        CompactionSegment[] segments =
            [Segment(0, 1, 1), new(new(int.MaxValue), new(1L << 31), 1, 8, default, default), Segment(1L << 31, 1, 1)];

        Assert.Equal([2, 1], SegmentGrouping.Group(segments, 1000, 1000));
    }

    [Fact]
    public void Throttle_asks_for_the_pauses_that_keep_the_rate()
    {
        var throttle = new CompactionThrottle(bytesPerSecondMax: 1000);

        Assert.Equal(500, throttle.Charge(500, new(0)).TotalMilliseconds);
        Assert.Equal(1000, throttle.Charge(500, new(0)).TotalMilliseconds);
        Assert.Equal(100, throttle.Charge(100, new(5000)).TotalMilliseconds);
        Assert.Equal(TimeSpan.Zero, new CompactionThrottle().Charge(1 << 30, new(0)));
    }

    private static CompactionSegment Segment(long baseOffset, long sizeBytes, long timestamp) =>
        new(new(baseOffset), new(baseOffset + 10), sizeBytes, 8, new(timestamp), new(timestamp));
}
