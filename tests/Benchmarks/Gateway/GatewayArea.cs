using Cloud.Benchmarks.Harness;
using Cloud.Benchmarks.Log;

namespace Cloud.Benchmarks.Gateway;

/// <summary>
/// The Kafka listener: silo processes under the load of this one, over loopback. <c>CLOUD_BENCH_PARTS</c> names those
/// parts that are wanted, with commas between them.
/// </summary>
internal sealed class GatewayArea : IBenchmarkArea
{
    private static readonly (string Name, Func<BenchmarkReport, string, Task> Run)[] Parts =
    [
        ("start", StartBenchmark.Run),
        ("sendfile", SendfileBenchmark.Run),
        ("copied", SocketToFileBenchmark.Run),
        ("allocated", AllocationBenchmark.Run),
        ("one", RecordBenchmark.RunOne),
        ("three", RecordBenchmark.RunThree),
        ("latency", EndToEndBenchmark.Run),
        ("idle", IdleConnectionsBenchmark.Run),
    ];

    public string Name => "gateway";

    public async Task Run(BenchmarkReport report, CancellationToken cancellation)
    {
        using var folder = new BenchmarkFolder();
        var wanted = Environment.GetEnvironmentVariable("CLOUD_BENCH_PARTS")?.Split(',');
        foreach (var (name, run) in Parts.Where(part => wanted is null || wanted.Contains(part.Name)))
        {
            cancellation.ThrowIfCancellationRequested();
            await run(report, folder.Sub(name));
            folder.Clear();
        }
    }
}
