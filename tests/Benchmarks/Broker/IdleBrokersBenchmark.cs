using System.Diagnostics;
using Cloud.Benchmarks.Harness;

namespace Cloud.Benchmarks.Broker;

/// <summary>
/// 10,000 partitions of three replicas each, all in one process, and nobody produces. Targets: a fiftieth of a core,
/// and not a single call between the silos.
/// </summary>
internal static class IdleBrokersBenchmark
{
    private const int TopicCount = 100;
    private const int PartitionsPerTopic = 100;
    private const double CorePercentMax = 2;

    // Longer than every rhythm of the upkeep up to that of the lag check; the rest is counted on.
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);

    public static async Task Run(BenchmarkReport report, string path)
    {
        var calls = new CallCount();
        await using var brokers = await MeasuredBrokers.Start(path, calls: calls);
        Collect();
        var before = Process.GetCurrentProcess().WorkingSet64;
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; number < TopicCount; number++)
        {
            await brokers.CreateTopic($"topic-{number}", PartitionsPerTopic);
        }

        var name = $"{TopicCount * PartitionsPerTopic:#,0} partitions";
        report.Add($"{name}: create, in topics of {PartitionsPerTopic}",
            Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
        await Task.Delay(Settling);
        Collect();
        var growth = (Process.GetCurrentProcess().WorkingSet64 - before) / 1e6;
        report.Add($"{name}: growth of the process", growth, "MB",
            allocated: growth * 1e6 / TopicCount / PartitionsPerTopic / MeasuredBrokers.BrokerCount);
        await Measure(report, name, calls);
        var stopping = Stopwatch.GetTimestamp();
        await brokers.Stop(MeasuredBrokers.BrokerCount - 1);
        report.Add($"{name}: clean end of one broker", Stopwatch.GetElapsedTime(stopping).TotalSeconds, "s");
    }

    private static async Task Measure(BenchmarkReport report, string name, CallCount calls)
    {
        var callsBefore = calls.Value;
        var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        var processorBefore = Environment.CpuUsage.TotalTime;
        await Task.Delay(Watch);
        var percent = (Environment.CpuUsage.TotalTime - processorBefore) / Watch * 100;
        var allocated = (GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore) / Watch.TotalSeconds;
        report.Add($"{name}: idle processor time (target)", percent, "% of a core", CorePercentMax);
        report.Add($"{name}: allocated while idle", allocated / 1e3, "KB/s");
        report.Add($"{name}: calls between silos while idle (target: none)", calls.Value - callsBefore, "calls");
    }

    private static void Collect() =>
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
