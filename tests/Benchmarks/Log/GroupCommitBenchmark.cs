using Cloud.Benchmarks.Harness;
using Cloud.Core.Storage;

namespace Cloud.Benchmarks.Log;

/// <summary>
/// 32 appenders that each wait for the disk, against one fsync per append of the same size. Target: 8 times as many, on
/// one log and with small batches: large ones are bound by the disk's bandwidth, and logs of their own by one fsync
/// each.
/// </summary>
internal static class GroupCommitBenchmark
{
    private const int AppenderCount = 32;
    private const int AppendsPerAppender = 500;
    private const int BareCount = 1_000;

    public static async Task Run(BenchmarkReport report, BenchmarkFolder folder)
    {
        await Measure(report, folder, "1 KiB batches, one log", recordCount: 1, logCount: 1);
        await Measure(report, folder, "1 KiB batches, a log each", recordCount: 1, logCount: AppenderCount);
        await Measure(report, folder, "64 KiB batches, one log", Batches.RecordsPerBatch, logCount: 1);
    }

    private static async Task Measure(
        BenchmarkReport report, BenchmarkFolder folder, string name, int recordCount, int logCount)
    {
        var bare = OneFsyncEach(Path.Combine(folder.Sub("bare"), "file"), Batches.Make(recordCount));
        var appends = await Appends(folder.Sub(name), recordCount, logCount);
        report.Add($"{AppenderCount} appenders, fsync, {name}", appends, "appends/s", bare);
    }

    private static async Task<double> Appends(string path, int recordCount, int logCount)
    {
        using var logs = await BenchmarkLog.Open(path, new LogSettings());
        var partitions = Enumerable.Range(0, logCount).Select(logs.Partition).ToArray();
        await AppendAll(partitions, recordCount, AppendsPerAppender / 10);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        await AppendAll(partitions, recordCount, AppendsPerAppender);
        return AppenderCount * AppendsPerAppender / System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static Task AppendAll(PartitionLog[] logs, int recordCount, int count) => Task.WhenAll(
        Enumerable.Range(0, AppenderCount).Select(appender => Task.Run(async () =>
        {
            var log = logs[appender % logs.Length];
            var batch = Batches.Make(recordCount);
            for (var index = 0; index < count; index++)
            {
                // A log has one writer at a time.
                lock (log)
                {
                    BenchmarkLog.Append(log, batch);
                }

                await log.WhenDurable(log.LogEndOffset);
            }
        })));

    private static double OneFsyncEach(string path, byte[] batch)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite);
        var seconds = Stopwatches.Seconds(() =>
        {
            for (var index = 0; index < BareCount; index++)
            {
                RandomAccess.Write(file, batch, (long)index * batch.Length);
                RandomAccess.FlushToDisk(file);
            }
        });
        return BareCount / seconds;
    }
}
