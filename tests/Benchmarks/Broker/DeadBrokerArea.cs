using Cloud.Benchmarks.Harness;
using Cloud.Benchmarks.Log;

namespace Cloud.Benchmarks.Broker;

/// <summary>The part of <see cref="BrokerArea"/> that kills brokers, by itself.</summary>
internal sealed class DeadBrokerArea : IBenchmarkArea
{
    public string Name => "broker-dead";

    public async Task Run(BenchmarkReport report, CancellationToken cancellation)
    {
        using var folder = new BenchmarkFolder();
        await DeadBrokerBenchmark.Run(report, folder.Sub("failing"));
    }
}
