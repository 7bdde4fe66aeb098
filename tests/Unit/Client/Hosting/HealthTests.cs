using Cloud.Client;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cloud.Unit.Client.Hosting;

/// <summary>What the health check says, and that it says so only when it is so.</summary>
public sealed class HealthTests
{
    private static readonly WorkerReport Sound = new(
        "billing of orders",
        WorkerState.Running,
        Failure: null,
        Running: TimeSpan.FromHours(1),
        IsMember: true,
        [new(new("orders", 0), Unfinished: 3, Lag: 1000, SinceProgress: TimeSpan.FromSeconds(1))]);

    [Fact]
    public async Task Worker_that_gets_on_is_healthy_whatever_its_lag()
    {
        var result = await Check(Sound);

        Assert.Equal(HealthStatus.Healthy, result.Status);
        Assert.Equal("Running, 1 partitions, lag 1000", result.Data["billing of orders"]);
    }

    [Fact]
    public async Task Worker_that_has_failed_is_unhealthy_and_says_why()
    {
        var result = await Check(
            Sound with { State = WorkerState.Faulted, Failure = new InvalidOperationException("no such topic") });

        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.Contains("no such topic", result.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_that_has_stopped_is_unhealthy() =>
        Assert.Equal(HealthStatus.Unhealthy, (await Check(Sound with { State = WorkerState.Stopped })).Status);

    [Theory]
    [InlineData(1L, 61, HealthStatus.Degraded)]
    [InlineData(1L, 59, HealthStatus.Healthy)]
    [InlineData(0L, 3600, HealthStatus.Healthy)]
    [InlineData(null, 61, HealthStatus.Degraded)]
    [InlineData(null, 59, HealthStatus.Healthy)]
    public async Task Partition_without_progress_despite_lag_is_degraded(
        long? lag, int seconds, HealthStatus expected)
    {
        var stalled = new PartitionReport(new("orders", 1), 0, lag, TimeSpan.FromSeconds(seconds));

        var result = await Check(Sound with { Partitions = [.. Sound.Partitions, stalled] });

        Assert.Equal(expected, result.Status);
        Assert.Equal(
            expected is HealthStatus.Degraded, result.Description!.Contains("orders-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Workers_of_the_same_name_are_told_apart()
    {
        var unknown = Sound with { Partitions = [.. Sound.Partitions, new(new("orders", 1), 0, null, TimeSpan.Zero)] };

        var check = new CloudClientHealthCheck(new FakeProbe(), [new FakeWorker(Sound), new FakeWorker(unknown)]);
        var result = await check.CheckHealthAsync(new());

        Assert.Equal(HealthStatus.Healthy, result.Status);
        Assert.Equal("Running, 1 partitions, lag 1000", result.Data["billing of orders"]);
        Assert.Equal("Running, 2 partitions, lag unknown", result.Data["billing of orders (2)"]);
    }

    [Theory]
    [InlineData(30, HealthStatus.Healthy)]
    [InlineData(90, HealthStatus.Degraded)]
    public async Task Worker_that_is_no_member_is_degraded_when_it_had_the_time(int seconds, HealthStatus expected)
    {
        var result = await Check(
            Sound with { IsMember = false, Partitions = [], Running = TimeSpan.FromSeconds(seconds) });

        Assert.Equal(expected, result.Status);
    }

    [Fact]
    public async Task Brokers_that_do_not_answer_are_unhealthy_though_workers_know_nothing_of_it()
    {
        var check = new CloudClientHealthCheck(
            new FakeProbe(new BrokersUnreachableException("nobody is there")), [new FakeWorker(Sound)]);

        var result = await check.CheckHealthAsync(new());

        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.Contains("nobody is there", result.Description, StringComparison.Ordinal);
    }

    private static Task<HealthCheckResult> Check(WorkerReport report) =>
        new CloudClientHealthCheck(new FakeProbe(), [new FakeWorker(report)]).CheckHealthAsync(new());
}
