using System.Net;
using System.Net.Sockets;
using Cloud.Benchmarks.Harness;
using Cloud.Benchmarks.Log;
using Cloud.Protocol;

namespace Cloud.Benchmarks.Gateway;

/// <summary>Fetches of what is in the page cache, against a bare loop of <c>sendfile</c> to the same reader.</summary>
internal static class SendfileBenchmark
{
    private const string Topic = "sendfile";
    private const int FetchBytesMax = 1024 * 1024;
    private const int FetchCount = 3072;
    private const int BareBytes = 64 * FetchBytesMax;
    private const int RoundCount = 5;
    private const double RatioMin = 0.8;
    private const int InFlight = 2;

    public static async Task Run(BenchmarkReport report, string path)
    {
        using var silo = MeasuredSilo.Start(Path.Combine(path, "silo"), brokerCount: 1);
        var leaders = await silo.CreateTopic(Topic, 1, isCaching: true);
        await ProduceLoad.Run(silo, Topic, leaders, acks: 1, Batches.Make(), batchCount: 64);
        var (bare, fetch) = (new List<double>(), new List<double>());

        // Turn by turn, so that both meet the same noise; the first round warms up.
        for (var round = -1; round < RoundCount; round++)
        {
            var (plainSeconds, plainBytes) = await SendBare(path);
            var (seconds, bytes) = await Fetch(silo);
            if (round >= 0)
            {
                bare.Add(plainBytes / plainSeconds / 1e6);
                fetch.Add(bytes / seconds / 1e6);
            }
        }

        var baseline = Stopwatches.Median(bare);
        report.Add("fetch of 1 MiB from the page cache (to a bare sendfile loop)",
            Stopwatches.Median(fetch), "MB/s", baseline);
        report.Add("ratio of fetch (target)", Stopwatches.Median(fetch) / baseline, "of sendfile", RatioMin);
    }

    private static Task<(double Seconds, double Bytes)> Fetch(MeasuredSilo silo) => Task.Run(() =>
    {
        using var client = silo.Connect();
        var request = WireConnection.Encode(
            RecordRequests.Fetch(Topic, [(0, 0)], FetchBytesMax), RecordRequests.FetchVersion);
        client.Send(request);
        var answerBytes = client.ReadBytes().Length + sizeof(int);
        var seconds = Stopwatches.Seconds(() =>
        {
            for (var count = 0; count < FetchCount + InFlight; count++)
            {
                if (count >= InFlight)
                {
                    client.Skip(answerBytes);
                }

                if (count < FetchCount)
                {
                    client.Send(request);
                }
            }
        });
        return (seconds, (double)FetchCount * answerBytes);
    });

    private static async Task<(double Seconds, double Bytes)> SendBare(string path)
    {
        var file = Path.Combine(path, "bare");
        await File.WriteAllBytesAsync(file, new byte[BareBytes]);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new WireConnection(((IPEndPoint)listener.LocalEndpoint).Port);
        using var server = await listener.AcceptSocketAsync();
        var sending = Task.Factory.StartNew(
            () =>
            {
                for (var count = 0; count < FetchCount / (BareBytes / FetchBytesMax); count++)
                {
                    server.SendFile(file);
                }
            },
            TaskCreationOptions.LongRunning);
        var seconds = Stopwatches.Seconds(() => client.Skip((long)FetchCount * FetchBytesMax));
        await sending;
        Invariant.Holds(seconds > 0);
        return (seconds, (double)FetchCount * FetchBytesMax);
    }
}
