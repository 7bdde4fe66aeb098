using Cloud.Benchmarks.Harness;
using Orleans.TestingHost;

namespace Cloud.Benchmarks.Embedded;

/// <summary>The runtime that was built: what a grain call costs, and what an idle grain.</summary>
internal sealed class EmbeddedArea : IBenchmarkArea
{
    private const int CallCount = 200_000;
    private const int IdleCount = 100_000;
    private const int ParallelCount = 64;

    // The targets of the runtime, in the place of a baseline.
    private const double CallMicrosecondsMax = 2;
    private const double IdleMegabytesMax = 200;

    public string Name => "embedded";

    public async Task Run(BenchmarkReport report, CancellationToken cancellation)
    {
        await using var cluster = new InProcessTestClusterBuilder(1).Build();
        await cluster.DeployAsync(cancellation);
        await MeasureCalls(cluster, report);
        await MeasureClientCalls(cluster, report);
        await MeasureIdleGrains(cluster, report, cancellation);
    }

    private static async Task MeasureCalls(InProcessTestCluster cluster, BenchmarkReport report)
    {
        var caller = cluster.Client.GetGrain<IPingGrain>(-1);
        var callee = cluster.Client.GetGrain<IPingGrain>(-2);
        var one = await Measurement.Of(CallCount, count => caller.CallMany(callee, count));
        report.Add("grain to grain, one at a time", one.MicrosecondsPerOperation, "µs/call",
            CallMicrosecondsMax, one.BytesPerOperation);
        var many = await Measurement.Of(CallCount, count => Task.WhenAll(
            Enumerable.Range(0, ParallelCount).Select(pair =>
                cluster.Client.GetGrain<IPingGrain>(-100 - pair).CallMany(
                    cluster.Client.GetGrain<IPingGrain>(-1_000 - pair), count / ParallelCount))));
        report.Add($"grain to grain, {ParallelCount} pairs", many.MicrosecondsPerOperation, "µs/call",
            CallMicrosecondsMax, many.BytesPerOperation);
    }

    private static async Task MeasureClientCalls(InProcessTestCluster cluster, BenchmarkReport report)
    {
        var callee = cluster.Client.GetGrain<IPingGrain>(-2);
        var ping = new Ping(1);
        var measured = await Measurement.Of(CallCount, async count =>
        {
            for (var call = 0; call < count; call++)
            {
                await callee.Answer(ping);
            }
        });
        report.Add("client to grain, one at a time", measured.MicrosecondsPerOperation, "µs/call",
            allocated: measured.BytesPerOperation);
    }

    private static async Task MeasureIdleGrains(
        InProcessTestCluster cluster, BenchmarkReport report, CancellationToken cancellation)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var ping = new Ping(1);
        for (var key = 0; key < IdleCount; key++)
        {
            cancellation.ThrowIfCancellationRequested();
            await cluster.Client.GetGrain<IPingGrain>(key).Answer(ping);
        }

        var megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        report.Add($"{IdleCount:#,0} idle activations", megabytes, "MB", IdleMegabytesMax, megabytes * 1e6 / IdleCount);
    }
}
