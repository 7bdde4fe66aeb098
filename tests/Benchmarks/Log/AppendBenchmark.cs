using Cloud.Benchmarks.Harness;
using Cloud.Core.Storage;

namespace Cloud.Benchmarks.Log;

/// <summary>Appends through the page cache against a loop of bare writes of the same size. Target: 80 %.</summary>
internal static class AppendBenchmark
{
    // 64 MB a round, removed before it is written back: more, and the kernel holds back whoever writes next.
    private const int BatchCount = 1_000;
    private const int RoundCount = 15;

    public static void Run(BenchmarkReport report, string path)
    {
        var batch = Batches.Make();
        var settings = new LogSettings { IsWriteCaching = true, UnflushedBytesMax = int.MaxValue };
        using var logs = BenchmarkLog.Open(path, settings).GetAwaiter().GetResult();
        var bare = new List<double>();
        var appends = new List<double>();
        var allocated = double.MaxValue;

        // Turn by turn, so that both meet the same noise; the first rounds warm up.
        for (var round = -3; round < RoundCount; round++)
        {
            bare.Add(WriteBare(Path.Combine(path, "bare"), batch));
            var log = logs.Partition(0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            appends.Add(Stopwatches.Seconds(() => AppendAll(log, batch)));
            allocated = Math.Min(allocated, (double)(GC.GetAllocatedBytesForCurrentThread() - before) / BatchCount);
            logs.Remove(partition: 0);
        }

        var megabytes = (double)batch.Length * BatchCount / 1e6;
        report.Add("append 64 KiB batches (to bare pwrite)", megabytes / Stopwatches.Median(appends.Skip(3)),
            "MB/s", megabytes / Stopwatches.Median(bare.Skip(3)), allocated);
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
