using System.Diagnostics;
using Cloud.Benchmarks.Harness;
using Cloud.Core.Storage;

namespace Cloud.Benchmarks.Log;

/// <summary>
/// Opens the log of the look-ups without a marker of a clean shutdown and without checkpoints. Target: 500 MB/s.
/// </summary>
internal static class RecoveryBenchmark
{
    private const double MegabytesMin = 500;

    public static async Task Run(BenchmarkReport report, string path)
    {
        foreach (var checkpoint in Directory.GetFiles(path))
        {
            File.Delete(checkpoint);
        }

        var started = Stopwatch.GetTimestamp();
        using var logs = await BenchmarkLog.Open(path, new LogSettings { IsWriteCaching = true });
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        report.Add("verify a log of 10 GB on start", logs.Partition(0).ByteCount / seconds / 1e6, "MB/s", MegabytesMin);
    }
}
