using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Retention;
using Cloud.Protocol;

namespace Cloud.Unit.Storage.Retention;

public sealed class RetentionPolicyTests
{
    // Five segments of ten records and 100 bytes; the newest record of the first is from time 1000, of the last from
    // 5000.
    private static readonly RetainedSegment[] Segments =
        [.. Enumerable.Range(0, 5).Select(at => Segment(at * 10, 100, (at + 1) * 1000))];

    private static readonly RetentionLimits Unlimited = new()
    {
        LogStartOffset = Offset.Zero,
        HighWatermark = new(50),
        Now = new(6000),
    };

    [Fact]
    public void Log_without_limits_keeps_everything()
    {
        Assert.Equal(RetentionDecision.Nothing, RetentionPolicy.Decide(Segments, Unlimited));
        Assert.Equal(RetentionDecision.Nothing, RetentionPolicy.Decide([], Unlimited));
    }

    [Theory]
    [InlineData(5001, 0)]
    [InlineData(5000, 0)]
    [InlineData(4999, 1)]
    [InlineData(2000, 3)]
    public void Segment_goes_when_its_newest_record_is_older_than_the_limit(long milliseconds, int count)
    {
        var limits = Unlimited with { Time = TimeSpan.FromMilliseconds(milliseconds) };

        Assert.Equal(new RetentionDecision(count, false), RetentionPolicy.Decide(Segments, limits));
    }

    [Theory]
    [InlineData(501, 0)]
    [InlineData(500, 0)]
    [InlineData(401, 0)]
    [InlineData(400, 1)]
    [InlineData(250, 2)]
    [InlineData(1, 4)]
    public void Segments_go_while_the_log_stays_at_or_over_its_size(long sizeBytes, int count)
    {
        var limits = Unlimited with { SizeBytes = sizeBytes };

        Assert.Equal(new RetentionDecision(count, false), RetentionPolicy.Decide(Segments, limits));
    }

    [Fact]
    public void Everything_goes_by_rolling_the_active_segment()
    {
        var byTime = Unlimited with { Time = TimeSpan.Zero };
        var bySize = Unlimited with { SizeBytes = 0 };

        Assert.Equal(new RetentionDecision(5, RollsActive: true), RetentionPolicy.Decide(Segments, byTime));
        Assert.Equal(new RetentionDecision(5, RollsActive: true), RetentionPolicy.Decide(Segments, bySize));
    }

    [Fact]
    public void Empty_active_segment_stays()
    {
        RetainedSegment[] segments = [.. Segments, new(new(50), new(50), 0, new(0))];

        Assert.Equal(
            new RetentionDecision(5, false), RetentionPolicy.Decide(segments, Unlimited with { Time = TimeSpan.Zero }));
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    [InlineData(29, 2)]
    [InlineData(50, 4)]
    public void Segments_below_the_log_start_go_without_any_limit(long logStart, int count)
    {
        var limits = Unlimited with { LogStartOffset = new(logStart) };

        Assert.Equal(new RetentionDecision(count, false), RetentionPolicy.Decide(Segments, limits));
    }

    [Theory]
    [InlineData(19, 1)]
    [InlineData(20, 2)]
    public void Nothing_at_or_above_the_high_watermark_goes(long highWatermark, int count)
    {
        var limits = Unlimited with { HighWatermark = new(highWatermark), Time = TimeSpan.Zero };

        Assert.Equal(new RetentionDecision(count, false), RetentionPolicy.Decide(Segments, limits));
    }

    [Fact]
    public void Young_segment_keeps_old_ones_after_it()
    {
        RetainedSegment[] segments = [Segment(0, 100, 5999), Segment(10, 100, 1), Segment(20, 100, 1)];

        Assert.Equal(
            RetentionDecision.Nothing,
            RetentionPolicy.Decide(segments, Unlimited with { Time = TimeSpan.FromMilliseconds(100) }));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(19, 1)]
    [InlineData(40, 4)]
    public void Tiered_log_gives_up_only_what_the_tier_holds(long remoteEnd, int count)
    {
        var limits = Unlimited with { Time = TimeSpan.Zero, RemoteEndOffset = new(remoteEnd) };

        Assert.Equal(new RetentionDecision(count, RollsActive: count == 4), RetentionPolicy.Decide(Segments, limits));
    }

    [Fact]
    public void Tiered_log_gives_up_what_is_below_its_start()
    {
        var limits = Unlimited with { LogStartOffset = new(20), RemoteEndOffset = Offset.Zero };

        Assert.Equal(new RetentionDecision(2, false), RetentionPolicy.Decide(Segments, limits));
    }

    [Fact]
    public void Limits_come_from_the_topic()
    {
        var kept = TopicConfig.Default with { CleanupPolicy = CleanupPolicy.Compact };
        var tiered = TopicConfig.Default with
        {
            IsRemoteStorageEnabled = true,
            LocalRetentionTime = TimeSpan.FromHours(1),
            LocalRetentionBytes = 7,
        };

        Assert.Null(LimitsOf(kept).Time);
        Assert.Equal(TimeSpan.FromDays(7), LimitsOf(TopicConfig.Default).Time);
        Assert.Null(LimitsOf(TopicConfig.Default).RemoteEndOffset);
        Assert.Equal(TimeSpan.FromHours(1), LimitsOf(tiered).Time);
        Assert.Equal(7, LimitsOf(tiered).SizeBytes);
        Assert.Equal(new Offset(30), LimitsOf(tiered).RemoteEndOffset);
    }

    [Fact]
    public void What_goes_is_always_a_replicated_beginning_that_leaves_the_size_limit()
    {
        Seeded.Check(seed =>
        {
            var random = new Random(seed);
            RetainedSegment[] segments =
            [
                .. Enumerable.Range(0, random.Next(1, 8))
                    .Select(at => Segment(at * 10, random.Next(0, 200), random.Next(0, 1000))),
            ];
            var limits = new RetentionLimits
            {
                LogStartOffset = new(random.Next(0, 30)),
                HighWatermark = new(random.Next(30, 90)),
                Now = new(1000),
                SizeBytes = random.Next(1, 800),
            };

            var decision = RetentionPolicy.Decide(segments, limits);

            var gone = segments[..decision.SegmentCount];
            Assert.All(gone, segment => Assert.True(segment.EndOffset <= limits.HighWatermark));
            var leftBytes = segments.Skip(gone.Length).Sum(segment => segment.SizeBytes);
            var goneAbove = gone.Where(segment => segment.EndOffset > limits.LogStartOffset).ToList();
            Assert.True(goneAbove.Count == 0 || leftBytes >= limits.SizeBytes);
        });
    }

    private static RetentionLimits LimitsOf(TopicConfig config) =>
        RetentionLimits.Of(config, Offset.Zero, new(50), remoteEndOffset: new(30), new(6000));

    private static RetainedSegment Segment(long baseOffset, long sizeBytes, long maxTimestamp) =>
        new(new(baseOffset), new(baseOffset + 10), sizeBytes, new(maxTimestamp));
}
