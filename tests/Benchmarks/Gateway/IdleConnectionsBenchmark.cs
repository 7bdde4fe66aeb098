using Cloud.Benchmarks.Harness;
using Cloud.Protocol.Messages;

namespace Cloud.Benchmarks.Gateway;

/// <summary>What connections on which nothing moves add to the silo's process.</summary>
internal static class IdleConnectionsBenchmark
{
    private const int ConnectionCount = 5000;
    private const double MegabytesMax = 100;

    public static async Task Run(BenchmarkReport report, string path)
    {
        using var silo = MeasuredSilo.Start(path, brokerCount: 1);
        await silo.Answers();
        Ask(silo.Connect()).Dispose();
        var before = silo.ResidentBytes;
        var clients = new List<WireConnection>();
        for (var count = 0; count < ConnectionCount; count++)
        {
            clients.Add(Ask(silo.Connect()));
        }

        report.Add($"{ConnectionCount} idle connections (target)",
            (silo.ResidentBytes - before) / 1e6, "MB resident", MegabytesMax);
        clients.ForEach(client => client.Dispose());
    }

    // As a client does first.
    private static WireConnection Ask(WireConnection client)
    {
        client.Ask(new ApiVersionsRequest { ClientSoftwareName = "bench", ClientSoftwareVersion = "1" }, version: 3);
        return client;
    }
}
