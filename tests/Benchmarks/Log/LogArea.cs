using Cloud.Benchmarks.Harness;

namespace Cloud.Benchmarks.Log;

/// <summary>The segment log against the bare file system of the same folder, in the same run.</summary>
internal sealed class LogArea : IBenchmarkArea
{
    public string Name => "log";

    public async Task Run(BenchmarkReport report, CancellationToken cancellation)
    {
        using var folder = new BenchmarkFolder();
        ValidationBenchmark.Run(report);
        AppendBenchmark.Run(report, folder.Sub("append"));
        ReadBenchmark.Run(report, folder.Sub("read"));
        await GroupCommitBenchmark.Run(report, folder);
        cancellation.ThrowIfCancellationRequested();
        LookupBenchmark.Run(report, folder.Sub("lookup"));
        await RecoveryBenchmark.Run(report, folder.Sub("lookup"));
        folder.Clear();
        cancellation.ThrowIfCancellationRequested();
        await IdleLogsBenchmark.Run(report, folder.Sub("idle"));
    }
}
