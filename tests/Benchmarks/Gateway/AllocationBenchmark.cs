using Cloud.Benchmarks.Broker;
using Cloud.Benchmarks.Harness;
using Cloud.Benchmarks.Log;
using Cloud.Gateway;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Integration.Silos;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Benchmarks.Gateway;

/// <summary>
/// Bytes allocated for a request, in this process: the client encodes its request once and looks at no answer. Brokers
/// that only live beside it are counted in.
/// </summary>
internal static class AllocationBenchmark
{
    private const string Topic = "allocated";
    private const int RequestCount = 3000;
    private const double BytesMax = 1024;

    public static async Task Run(BenchmarkReport report, string path)
    {
        var port = FreePorts.Take(inRow: MeasuredBrokers.BrokerCount);
        await using var brokers = await MeasuredBrokers.Start(path, configure: (silo, broker) =>
            silo.AddKafkaGateway(new GatewayOptions
            {
                Listeners = [new("PLAINTEXT", new(System.Net.IPAddress.Loopback, port + broker))],
            }));
        var topic = NewTopic.Of(Topic, partitions: 1, replicationFactor: 1) with
        {
            Configs = NewTopic.Of(Topic, 1, 1).Configs.SetItem("write.caching", "true"),
        };
        var created = await brokers.Admin.CreateTopic(topic);
        Invariant.Holds(created.Error is KafkaError.None);
        var leader = created.Topic!.Partitions[0].Leader;
        while (!brokers.MetadataOf(leader).TryFind(Topic, out _))
        {
            await Task.Delay(10);
        }

        using var client = new WireConnection(port + leader);
        var batch = Batches.Make();
        var produce = RecordRequests.Produce(Topic, partition: 0, acks: 1, batch);
        var fetch = WireConnection.Encode(
            RecordRequests.Fetch(Topic, [(0, 0)], partitionBytesMax: 64 * 1024), RecordRequests.FetchVersion);
        var versions = WireConnection.Encode(new ApiVersionsRequest(), version: 2);
        await Measure(report, "ApiVersions", client, versions);
        await Measure(report, "Produce of 64 KiB (63 records), acks=1", client, produce);
        await Measure(report, "Fetch of 64 KiB (63 records)", client, fetch);
    }

    private static async Task Measure(BenchmarkReport report, string name, WireConnection client, byte[] request)
    {
        var measured = await Measurement.Of(RequestCount, count =>
        {
            for (var sent = 0; sent < count; sent++)
            {
                client.Send(request);
                client.ReadBytes();
            }

            return Task.CompletedTask;
        });
        report.Add($"allocated for {name} (target)", measured.BytesPerOperation, "B/request", BytesMax);
        report.Add($"{name}, one at a time", measured.MicrosecondsPerOperation, "µs/request");
    }
}
