using System.Diagnostics;
using Cloud.Benchmarks.Harness;
using Cloud.Protocol;

namespace Cloud.Benchmarks.Controller;

/// <summary>
/// A broker fails that leads 1,000 of 3,000 partitions, and comes back. Target: all of them have another leader within
/// 5 s, writes included.
/// </summary>
internal static class FailOverBenchmark
{
    private const int ProposalCount = 500;
    private const double SecondsMax = 5;

    private static readonly BrokerId Failing = new(1);

    public static async Task Run(BenchmarkReport report, int topics, int partitionsPerTopic)
    {
        var store = new SlowStore(TimeSpan.FromMilliseconds(2));
        using var cluster = await MeasuredCluster.Make(store, topics, partitionsPerTopic);
        Invariant.Holds(cluster.CountLedBy(Failing) == 1000);
        var shape = $"{topics:#,0} topics of {partitionsPerTopic:#,0}";

        var epoch = cluster.Host.Machine.Cluster.Brokers[Failing.Value].Epoch;
        var decided = Enumerable.Range(0, 9).Select(_ =>
            Stopwatches.Seconds(() => cluster.Host.Machine.BrokerFailed(Failing, epoch)));
        report.Add($"{shape}: decide about a failed broker", Stopwatches.Median(decided) * 1000, "ms");

        var started = Stopwatch.GetTimestamp();
        await cluster.Fail(Failing);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Invariant.Holds(cluster.CountLedBy(Failing) == 0);
        report.Add($"{shape}: 1,000 leaders elected and stored (target)", seconds, "s", SecondsMax);

        await cluster.Start(Failing);
        var partitions = cluster.Host.Machine.Topics
            .SelectMany(topic => topic.Partitions.Select(partition => new TopicIdPartition(topic.Id, partition.Index)))
            .Take(ProposalCount);
        started = Stopwatch.GetTimestamp();
        await Task.WhenAll(partitions.ToList().Select(cluster.ProposeAll));
        var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        report.Add($"{shape}: a change of ISR stored, of {ProposalCount} at once", milliseconds / ProposalCount, "ms");
    }
}
