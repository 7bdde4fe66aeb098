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

    public static async Task Run(BenchmarkReport report, MeasuredBrokers brokers, double peakPerSecond)
    {
        var rate = peakPerSecond / 10;
        var caching = await Measure(brokers, rate, isCaching: true);
        var durable = await Measure(brokers, rate, isCaching: false);
        var pace = $"at {rate:#,0} appends/s";
        report.Add($"acks=all, write.caching {pace}: p50 (target)", caching.P50, "ms", P50MillisecondsMax);
        report.Add($"acks=all, write.caching {pace}: p99 (target)", caching.P99, "ms", P99MillisecondsMax);
        report.Add($"acks=all, on disk {pace}: p50", durable.P50, "ms");
        report.Add($"acks=all, on disk {pace}: p99", durable.P99, "ms");
    }

    private static async Task<(double P50, double P99)> Measure(MeasuredBrokers brokers, double rate, bool isCaching)
    {
        var batch = Batches.Make();
        var rounds = new List<double[]>();
        for (var round = -1; round < RoundCount; round++)
        {
            var topic = await brokers.CreateTopic(
                "pace", PartitionCount, ("write.caching", isCaching ? "true" : "false"), ("file.delete.delay.ms", "0"));
            var partitions = LeaderPartition.Of(brokers, topic);
            await Task.WhenAll(partitions.Select(partition => partition.Append([batch.ToArray()], acks: -1)));
            rounds.Add(await PacedLoad.Run(partitions, batch, acks: -1, rate, Duration));
            await brokers.DeleteTopic(topic);
        }

        return (MedianOf(rounds.Skip(1), 0.5), MedianOf(rounds.Skip(1), 0.99));
    }

    private static double MedianOf(IEnumerable<double[]> rounds, double part) =>
        Stopwatches.Median(rounds.Select(round => round.Order().ElementAt((int)(round.Length * part))));
}
