using System.Net;
using System.Net.Sockets;
using Cloud.Benchmarks.Harness;
using Cloud.Benchmarks.Log;
using Cloud.Protocol;

namespace Cloud.Benchmarks.Gateway;

/// <summary>
/// Produces of 64 KiB with acks 1, against a bare loop that takes the same bytes off a socket and into a file.
/// </summary>
internal static class SocketToFileBenchmark
{
    private const string Topic = "copied";
    private const int BatchCount = 6000;
    private const int RoundCount = 5;
    private const double RatioMin = 0.6;

    public static async Task Run(BenchmarkReport report, string path)
    {
        using var silo = MeasuredSilo.Start(Path.Combine(path, "silo"), brokerCount: 1);
        var leaders = await silo.CreateTopic(Topic, 1, isCaching: true);
        var batch = Batches.Make();
        var (bare, produced) = (new List<double>(), new List<double>());
        for (var round = -1; round < RoundCount; round++)
        {
            var plain = await CopyBare(Path.Combine(path, $"bare-{round}"), batch);
            var cost = await Cost.Of(
                silo, () => ProduceLoad.Run(silo, Topic, leaders, acks: 1, batch, BatchCount));
            if (round >= 0)
            {
                bare.Add(BatchCount * batch.Length / plain / 1e6);
                produced.Add(cost.PerSecond((double)BatchCount * batch.Length) / 1e6);
            }
        }

        var baseline = Stopwatches.Median(bare);
        report.Add("produce of 64 KiB, acks=1, page cache (to a bare socket-to-file loop)",
            Stopwatches.Median(produced), "MB/s", baseline);
        report.Add("ratio of produce (target)", Stopwatches.Median(produced) / baseline, "of the loop", RatioMin);
    }

    private static async Task<double> CopyBare(string file, byte[] batch)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new WireConnection(((IPEndPoint)listener.LocalEndpoint).Port);
        using var server = await listener.AcceptSocketAsync();
        var copying = Task.Factory.StartNew(
            () => Copy(server, file, batch.Length), TaskCreationOptions.LongRunning);
        var seconds = Stopwatches.Seconds(() =>
        {
            for (var count = 0; count < BatchCount; count++)
            {
                client.Send(batch);
            }

            copying.GetAwaiter().GetResult();
        });
        File.Delete(file);
        return seconds;
    }

    private static void Copy(Socket source, string path, int byteCount)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[byteCount];
        for (var count = 0; count < BatchCount; count++)
        {
            for (var filled = 0; filled < byteCount;)
            {
                var received = source.Receive(buffer.AsSpan(filled));
                Invariant.Holds(received > 0);
                filled += received;
            }

            RandomAccess.Write(file, buffer, (long)count * byteCount);
        }
    }
}
