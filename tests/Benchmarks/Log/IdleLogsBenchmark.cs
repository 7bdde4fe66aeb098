using System.Diagnostics;
using Cloud.Benchmarks.Harness;
using Cloud.Core.Storage;

namespace Cloud.Benchmarks.Log;

/// <summary>
/// 100,000 logs in one folder, all opened, none busy. Targets: 300 MB, the bound of open files, 60 s.
/// </summary>
internal static class IdleLogsBenchmark
{
    private const int LogCount = 100_000;
    private const double MegabytesMax = 300;
    private const double StartSecondsMax = 60;

    public static async Task Run(BenchmarkReport report, string path)
    {
        var batch = Batches.Make();
        var settings = new LogSettings { IsWriteCaching = true };
        using (var logs = await BenchmarkLog.Open(path, settings))
        {
            for (var partition = 0; partition < LogCount; partition++)
            {
                var log = logs.Partition(partition);
                if (partition % 100 == 0)
                {
                    BenchmarkLog.Append(log, batch);
                }
            }

            await logs.Folder.Shutdown(brokerEpoch: 1);
        }

        await MeasureStart(report, path, settings);
    }

    private static async Task MeasureStart(BenchmarkReport report, string path, LogSettings settings)
    {
        Collect();
        var before = Process.GetCurrentProcess().WorkingSet64;
        var started = Stopwatch.GetTimestamp();
        using var logs = await BenchmarkLog.Open(path, settings);
        for (var partition = 0; partition < LogCount; partition++)
        {
            logs.Partition(partition);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Collect();
        using var process = Process.GetCurrentProcess();
        report.Add("start and open 100,000 clean logs", seconds, "s", StartSecondsMax);
        var growthMegabytes = (process.WorkingSet64 - before) / 1e6;
        report.Add("100,000 idle logs, growth of the process", growthMegabytes, "MB", MegabytesMax);
        report.Add("100,000 idle logs, open files", logs.Folder.OpenFileCount, "files", 10_000);
    }

    private static void Collect() =>
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
