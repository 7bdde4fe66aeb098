using Cloud.Benchmarks.Harness;
using Cloud.Core.Storage;

namespace Cloud.Benchmarks.Log;

/// <summary>Appends through the page cache against a loop of bare writes of the same size. Target: 80 %.</summary>
internal static class AppendBenchmark
{
    // Little enough that the kernel does not begin to hold writers back.
    private const int BatchCount = 4_000;
    private const int RoundCount = 9;

    public static void Run(BenchmarkReport report, string path)
    {
        var batch = Batches.Make();
        var settings = new LogSettings { IsWriteCaching = true, UnflushedBytesMax = int.MaxValue };
        using var logs = BenchmarkLog.Open(path, settings).GetAwaiter().GetResult();
        var bare = new List<double>();
        var appends = new List<double>();
        var allocated = double.MaxValue;

        // Turn by turn, so that both meet the same noise; the first round warms up.
        for (var round = 0; round <= RoundCount; round++)
        {
            var seconds = WriteBare(Path.Combine(path, "bare"), batch);
            var log = logs.Partition(round);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var appendSeconds = Stopwatches.Seconds(() => AppendAll(log, batch));
            if (round > 0)
            {
                bare.Add(seconds);
                appends.Add(appendSeconds);
                allocated = Math.Min(allocated, (double)(GC.GetAllocatedBytesForCurrentThread() - before) / BatchCount);
            }
        }

        var megabytes = (double)batch.Length * BatchCount / 1e6;
        report.Add("append 64 KiB batches (to bare pwrite)", megabytes / Stopwatches.Median(appends),
            "MB/s", megabytes / Stopwatches.Median(bare), allocated);
    }

    private static void AppendAll(PartitionLog log, byte[] batch)
    {
        for (var index = 0; index < BatchCount; index++)
        {
            BenchmarkLog.Append(log, batch);
        }
    }

    private static double WriteBare(string path, byte[] batch)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite);
        var seconds = Stopwatches.Seconds(() =>
        {
            for (var index = 0; index < BatchCount; index++)
            {
                RandomAccess.Write(file, batch, (long)index * batch.Length);
            }
        });
        File.Delete(path);
        return seconds;
    }
}
