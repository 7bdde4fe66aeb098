using Cloud.Benchmarks.Harness;
using Cloud.Benchmarks.Log;
using Cloud.Core.Storage.Maintenance;
using Cloud.Grains.Brokers;

namespace Cloud.Benchmarks.Broker;

/// <summary>Three brokers in this process: what replication, fail-over and idling cost.</summary>
internal sealed class BrokerArea : IBenchmarkArea
{
    // What a round has left behind is to be gone before the next one.
    private static readonly BrokerSettings DeletingSoon = new()
    {
        Broker = new() { Maintenance = new MaintenanceOptions { DeletionCheckInterval = TimeSpan.FromSeconds(1) } },
    };

    public string Name => "broker";

    public async Task Run(BenchmarkReport report, CancellationToken cancellation)
    {
        using var folder = new BenchmarkFolder();
        await using (var brokers = await MeasuredBrokers.Start(folder.Sub("busy"), DeletingSoon))
        {
            var peak = await ThroughputBenchmark.Run(report, brokers, folder.Sub("plain"));
            await LatencyBenchmark.Run(report, brokers, folder.Sub("plain"), peak);
        }

        folder.Clear();
        cancellation.ThrowIfCancellationRequested();
        await DeadBrokerBenchmark.Run(report, folder.Sub("failing"));
        folder.Clear();
        cancellation.ThrowIfCancellationRequested();
        await IdleBrokersBenchmark.Run(report, folder.Sub("idle"));
    }
}
