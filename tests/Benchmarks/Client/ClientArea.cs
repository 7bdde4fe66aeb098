using Cloud.Benchmarks.Harness;

namespace Cloud.Benchmarks.Client;

/// <summary>The client against one silo in a process of its own, and librdkafka against the same.</summary>
internal sealed class ClientArea : IBenchmarkArea
{
    public string Name => "client";

    public async Task Run(BenchmarkReport report, CancellationToken cancellation)
    {
        await using var silo = await ServedSilo.Start();
        var load = new ProducerLoad(silo);
        await load.Measure(report, "produce-1", partitions: 1);
        await load.Measure(report, "produce-6", partitions: 6);
        var consuming = new ConsumerLoad(silo);
        await consuming.Measure(report, "consume-1", partitions: 1);
        await consuming.Measure(report, "consume-6", partitions: 6);
        await new AwaitedProduce(silo).Measure(report);
    }
}
