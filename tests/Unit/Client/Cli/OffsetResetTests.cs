using Cloud.Cli.Groups;
using Cloud.Cli.Hosting;
using Cloud.Protocol;

namespace Cloud.Unit.Client.Cli;

/// <summary>Where a reset leads to, in a log of the offsets 10 to 99 of which 40 is committed.</summary>
public sealed class OffsetResetTests
{
    private static readonly TopicPartition Partition = new("orders", 0);
    private static readonly ResetFacts Facts = new(new(10), new(100), new(40), AtTime: null);

    [Theory]
    [InlineData(50, 50)]
    [InlineData(5, 10)]
    [InlineData(-1, 10)]
    [InlineData(100, 100)]
    [InlineData(long.MaxValue, 100)]
    public void Offset_that_is_not_there_becomes_the_nearest(long wanted, long expected) =>
        Assert.Equal(expected, Compute(new ResetTarget.Fixed(wanted), Facts));

    [Theory]
    [InlineData(5, 45)]
    [InlineData(-5, 35)]
    [InlineData(-1000, 10)]
    [InlineData(1000, 100)]
    [InlineData(long.MaxValue, 100)]
    [InlineData(long.MinValue, 10)]
    public void Shift_stays_within_the_log(long by, long expected) =>
        Assert.Equal(expected, Compute(new ResetTarget.Shift(by), Facts));

    [Fact]
    public void Shift_from_nothing_is_refused()
    {
        var failure = Assert.Throws<UsageException>(() =>
            Compute(new ResetTarget.Shift(1), Facts with { Committed = null }));

        Assert.Contains("orders-0", failure.Message);
    }

    [Fact]
    public void Start_and_end_are_those_of_the_log()
    {
        Assert.Equal(10, Compute(new ResetTarget.Earliest(), Facts));
        Assert.Equal(100, Compute(new ResetTarget.Latest(), Facts));
    }

    [Fact]
    public void Time_without_a_record_is_the_end()
    {
        var target = new ResetTarget.Time(DateTimeOffset.UnixEpoch);

        Assert.Equal(70, Compute(target, Facts with { AtTime = new(70) }));
        Assert.Equal(100, Compute(target, Facts));
    }

    private static long Compute(ResetTarget target, ResetFacts facts) =>
        OffsetReset.Compute(Partition, target, facts).Value;
}
