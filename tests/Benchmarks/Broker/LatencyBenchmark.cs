using Cloud.Benchmarks.Harness;
using Cloud.Benchmarks.Log;

namespace Cloud.Benchmarks.Broker;

/// <summary>How long an acks=all append takes at a tenth of what the cluster takes. Targets: 1 ms and 5 ms.</summary>
internal static class LatencyBenchmark
{
    private const int PartitionCount = 6;
    private const int RoundCount = 5;
    private const double P50MillisecondsMax = 1;
    private const double P99MillisecondsMax = 5;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    public static async Task Run(BenchmarkReport report, MeasuredBrokers brokers, string path, double peakPerSecond)
    {
        var rate = peakPerSecond / 10;
        var (plain, caching, durable) = (new List<double[]>(), new List<double[]>(), new List<double[]>());
        for (var round = -1; round < RoundCount; round++)
        {
            plain.Add(await AppendPlain(path, rate));
            caching.Add(await Produce(brokers, rate, isCaching: true));
            durable.Add(await Produce(brokers, rate, isCaching: false));
        }

        var pace = $"at {rate:#,0} appends/s";
        report.Add($"plain logs, 3 copies, {pace}: p50", MedianOf(plain, 0.5), "ms");
        report.Add($"plain logs, 3 copies, {pace}: p99", MedianOf(plain, 0.99), "ms");
        report.Add($"acks=all, write.caching {pace}: p50 (target)", MedianOf(caching, 0.5), "ms", P50MillisecondsMax);
        report.Add($"acks=all, write.caching {pace}: p99 (target)", MedianOf(caching, 0.99), "ms", P99MillisecondsMax);
        report.Add($"acks=all, on disk {pace}: p50", MedianOf(durable, 0.5), "ms");
        report.Add($"acks=all, on disk {pace}: p99", MedianOf(durable, 0.99), "ms");
    }

    private static async Task<double[]> AppendPlain(string path, double rate)
    {
        using var copies = await PlainCopies.Open(path, PartitionCount);
        return await PacedLoad.Run(
            (index, batch) => copies.Append(index % PartitionCount, batch), Batches.Make(), rate, Duration);
    }

    private static async Task<double[]> Produce(MeasuredBrokers brokers, double rate, bool isCaching)
    {
        var first = Batches.Make();
        var topic = await brokers.CreateTopic(
            "pace", PartitionCount, ("write.caching", isCaching ? "true" : "false"), ("file.delete.delay.ms", "0"));
        var partitions = LeaderPartition.Of(brokers, topic);
        await Task.WhenAll(partitions.Select(partition => partition.Append([first.ToArray()], acks: -1)));
        var latencies = await PacedLoad.Run(
            (index, batch) => partitions[index % PartitionCount].Append([batch], acks: -1), first, rate, Duration);
        await brokers.DeleteTopic(topic);
        return latencies;
    }

    // The first round warms up.
    private static double MedianOf(IEnumerable<double[]> rounds, double part) => Stopwatches.Median(
        rounds.Skip(1).Select(round => round.Order().ElementAt((int)(round.Length * part))));
}
