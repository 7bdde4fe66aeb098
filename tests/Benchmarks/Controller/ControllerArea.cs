using Cloud.Benchmarks.Harness;

namespace Cloud.Benchmarks.Controller;

/// <summary>
/// The controller over a store of 2 ms: the same partitions in few large and in many small documents.
/// </summary>
internal sealed class ControllerArea : IBenchmarkArea
{
    public string Name => "controller";

    public Task Run(BenchmarkReport report, CancellationToken cancellation)
    {
        // A controller runs on one scheduler, as a grain does.
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        return Task.Factory
            .StartNew(() => RunAll(report), cancellation, TaskCreationOptions.DenyChildAttach, scheduler)
            .Unwrap();
    }

    private static async Task RunAll(BenchmarkReport report)
    {
        // Once for the compiler's tiers.
        await FailOverBenchmark.Run(new BenchmarkReport("warm-up"), topics: 1, partitionsPerTopic: 3000);
        await FailOverBenchmark.Run(report, topics: 1, partitionsPerTopic: 3000);
        await FailOverBenchmark.Run(report, topics: 100, partitionsPerTopic: 30);
        await FailOverBenchmark.Run(report, topics: 1000, partitionsPerTopic: 3);
    }
}
