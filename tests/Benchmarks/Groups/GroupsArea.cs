using Cloud.Benchmarks.Broker;
using Cloud.Benchmarks.Harness;
using Cloud.Benchmarks.Log;
using Cloud.Core.Groups;
using Cloud.Grains.Brokers;

namespace Cloud.Benchmarks.Groups;

/// <summary>Consumer groups: heartbeats, commits, a large rebalance, and the loading of many offsets.</summary>
internal sealed class GroupsArea : IBenchmarkArea
{
    // So that the moves of coordinators, and not the members' sessions, are measured.
    private static readonly GroupOptions Patient = new() { ConsumerSessionTimeout = TimeSpan.FromHours(1) };

    public string Name => "groups";

    public async Task Run(BenchmarkReport report, CancellationToken cancellation)
    {
        RebalanceBenchmark.Run(report);
        using var folder = new BenchmarkFolder();
        var settings = new BrokerSettings { Groups = new() { Groups = Patient } };
        await using (var brokers = await MeasuredBrokers.Start(folder.Sub("busy"), settings))
        {
            await CommitBenchmark.Run(report, brokers);
            cancellation.ThrowIfCancellationRequested();
            await HeartbeatBenchmark.Run(report, brokers);
        }

        folder.Clear();
        cancellation.ThrowIfCancellationRequested();
        var onePartition = settings with { OffsetsTopic = new() { PartitionCount = 1 } };
        await using var few = await MeasuredBrokers.Start(folder.Sub("loading"), onePartition);
        await LoadingBenchmark.Run(report, few);
    }
}
