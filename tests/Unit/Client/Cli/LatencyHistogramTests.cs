using Cloud.Cli.Bench;

namespace Cloud.Unit.Client.Cli;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(1_000)]
    [InlineData(123_456_789)]
    public void Percentile_is_off_by_a_sixteenth_at_most(long microseconds)
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromMicroseconds(microseconds));
        histogram.Add(TimeSpan.FromHours(100));

        var median = histogram.Percentile(0.5).TotalMicroseconds;

        Assert.InRange(median, microseconds, (microseconds * 17 / 16) + 1);
    }

    [Fact]
    public void Percentiles_rise_and_end_with_the_largest()
    {
        var histogram = new LatencyHistogram();
        for (var microseconds = 1; microseconds <= 1_000; microseconds++)
        {
            histogram.Add(TimeSpan.FromMicroseconds(microseconds));
        }

        Assert.InRange(histogram.Percentile(0.5).TotalMicroseconds, 500, 532);
        Assert.InRange(histogram.Percentile(0.99).TotalMicroseconds, 990, 1_000);
        Assert.Equal(TimeSpan.FromMicroseconds(1_000), histogram.Percentile(1));
        Assert.Equal(TimeSpan.FromMicroseconds(500), histogram.Mean);
    }

    [Fact]
    public void Powers_of_two_share_all_of_them_out()
    {
        var histogram = new LatencyHistogram();
        foreach (var microseconds in new[] { 0, 1, 5, 6, 7, 1_000 })
        {
            histogram.Add(TimeSpan.FromMicroseconds(microseconds));
        }

        var powers = histogram.Powers();

        Assert.Equal(6, powers.Sum(power => power.Count));
        Assert.Equal((TimeSpan.FromMicroseconds(2), 2), (powers[0].End, powers[0].Count));
        Assert.Equal((TimeSpan.FromMicroseconds(1_024), 1), (powers[^1].End, powers[^1].Count));
    }

    [Fact]
    public void Empty_histogram_has_nothing_to_tell()
    {
        var histogram = new LatencyHistogram();

        Assert.Equal(TimeSpan.Zero, histogram.Percentile(0.99));
        Assert.Empty(histogram.Powers());
    }
}
