using Cloud.Core.Storage;
using Cloud.Core.Storage.Segments;
using Cloud.Protocol;

namespace Cloud.Unit.Storage.Segments;

public sealed class RollPolicyTests
{
    private static readonly LogSettings Settings = new()
    {
        SegmentBytesMax = 1000, SegmentAgeMax = TimeSpan.FromMilliseconds(50), SegmentIndexBytesMax = 120,
    };

    private static readonly ActiveSegmentState Active = new()
    {
        BaseOffset = new(100),
        ByteCount = 500,
        OffsetEntries = 1,
        TimeEntries = 1,
        FirstTimestamp = new(10_000),
        CreatedAt = new(9_000),
        Jitter = TimeSpan.Zero,
    };

    private static readonly RollCandidate Batch = new(100, new(110), new(10_050), new(20_000));

    [Fact]
    public void Segment_with_room_and_young_stays() => Assert.False(RollPolicy.ShouldRoll(Settings, Active, Batch));

    [Fact]
    public void Empty_segment_takes_any_batch() =>
        Assert.False(RollPolicy.ShouldRoll(Settings, Active with { ByteCount = 0 }, Batch with { SizeBytes = 5000 }));

    [Fact]
    public void Full_segment_rolls() =>
        Assert.True(RollPolicy.ShouldRoll(Settings, Active, Batch with { SizeBytes = 501 }));

    [Fact]
    public void Age_counts_between_batches() =>
        Assert.True(RollPolicy.ShouldRoll(Settings, Active, Batch with { MaxTimestamp = new(10_051) }));

    [Fact]
    public void Jitter_shortens_the_age() =>
        Assert.True(RollPolicy.ShouldRoll(Settings, Active with { Jitter = TimeSpan.FromMilliseconds(1) }, Batch));

    [Fact]
    public void Age_without_timestamps_counts_from_creation() =>
        Assert.True(RollPolicy.ShouldRoll(Settings, Active with { FirstTimestamp = Instant.None }, Batch));

    [Fact]
    public void Full_offset_index_rolls() =>
        Assert.True(RollPolicy.ShouldRoll(Settings, Active with { OffsetEntries = 15 }, Batch));

    [Fact]
    public void Time_index_keeps_one_entry_free() =>
        Assert.True(RollPolicy.ShouldRoll(Settings, Active with { TimeEntries = 9 }, Batch));

    [Fact]
    public void Offset_that_does_not_fit_rolls() =>
        Assert.True(RollPolicy.ShouldRoll(Settings, Active, Batch with { LastOffset = new(101L + int.MaxValue) }));

    [Fact]
    public void Jitter_is_the_same_on_every_run_and_below_its_maximum()
    {
        var settings = Settings with { SegmentJitterMax = TimeSpan.FromMilliseconds(20) };

        var jitter = RollPolicy.JitterOf(settings, new(100), seed: 7);

        Assert.Equal(jitter, RollPolicy.JitterOf(settings, new(100), seed: 7));
        Assert.InRange(jitter.TotalMilliseconds, 0, 19);
    }
}
