using System.Diagnostics;
using Cloud.Benchmarks.Harness;
using Cloud.Core.Storage;
using Cloud.Core.Storage.Reading;
using Cloud.Protocol;

namespace Cloud.Benchmarks.Log;

/// <summary>Finds 1,000,000 random offsets in 10 GB of segments. Target: 5 µs median.</summary>
internal static class LookupBenchmark
{
    private const long ByteCount = 10_000_000_000;
    private const int LookupCount = 1_000_000;
    private const double MicrosecondsMax = 5;

    public static void Run(BenchmarkReport report, string path)
    {
        var batch = Batches.Make();
        using var logs = BenchmarkLog.Open(path, new LogSettings { IsWriteCaching = true }).GetAwaiter().GetResult();
        var log = logs.Partition(0);
        for (var written = 0L; written < ByteCount; written += batch.Length)
        {
            BenchmarkLog.Append(log, batch);
        }

        var microseconds = new double[LookupCount];
        var before = GC.GetAllocatedBytesForCurrentThread();
        LookUpAll(log, microseconds);
        var allocated = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / LookupCount;
        Array.Sort(microseconds);
        report.Add("find an offset in 10 GB, median", microseconds[LookupCount / 2], "µs", MicrosecondsMax, allocated);
        report.Add("find an offset in 10 GB, p99", microseconds[LookupCount / 100 * 99], "µs");
        logs.Folder.Checkpoint();
    }

    private static void LookUpAll(PartitionLog log, double[] microseconds)
    {
        var random = new Random(7);
        for (var index = 0; index < LookupCount; index++)
        {
            var offset = new Offset(random.NextInt64(log.LogEndOffset.Value));
            var started = Stopwatch.GetTimestamp();
            var read = log.Read(new LogReadRequest(offset, log.LogEndOffset, 1));
            microseconds[index] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            read.Region!.Dispose();
        }
    }
}
