using Cloud.Benchmarks.Harness;
using Cloud.Benchmarks.Log;

namespace Cloud.Benchmarks.Broker;

/// <summary>The part of <see cref="BrokerArea"/> that idles, by itself.</summary>
internal sealed class IdleBrokersArea : IBenchmarkArea
{
    public string Name => "broker-idle";

    public async Task Run(BenchmarkReport report, CancellationToken cancellation)
    {
        using var folder = new BenchmarkFolder();
        await IdleBrokersBenchmark.Run(report, folder.Sub("idle"));
    }
}
