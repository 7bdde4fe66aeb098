using Cloud.Benchmarks.Harness;
using Cloud.Benchmarks.Log;

namespace Cloud.Benchmarks.Broker;

/// <summary>
/// What a cluster takes, against the same bytes written to three plain logs by three threads. Target: half of that
/// where a write counts in the page cache.
/// </summary>
internal static class ThroughputBenchmark
{
    private const int PartitionCount = 6;
    private const int AppendsPerPartition = 600;
    private const int RoundCount = 9;
    private const int WarmUpCount = 3;
    private const double RatioMin = 0.5;

    private static readonly int AppendCount = PartitionCount * AppendsPerPartition;

    /// <returns>Appends a second with acks=all and <c>write.caching</c>.</returns>
    public static async Task<double> Run(BenchmarkReport report, MeasuredBrokers brokers, string path)
    {
        var batch = Batches.Make();
        var (plain, all, durable, leader) = (new Rounds(), new Rounds(), new Rounds(), new Rounds());

        // Turn by turn, so that all meet the same noise; the first rounds warm up.
        for (var round = -WarmUpCount; round < RoundCount; round++)
        {
            var isCounted = round >= 0;
            plain.Add(await AppendPlain(path, batch), isCounted);
            all.Add(await Produce(brokers, batch, acks: -1, isCaching: true), isCounted);
            durable.Add(await Produce(brokers, batch, acks: -1, isCaching: false), isCounted);
            leader.Add(await Produce(brokers, batch, acks: 1, isCaching: true), isCounted);
        }

        var unit = (double)batch.Length / 1e6;
        var baseline = plain.PerSecond * unit;
        report.Add("plain logs, 3 copies", baseline, "MB/s", allocated: plain.Allocated);
        report.Add("acks=all, write.caching (to plain logs)", all.PerSecond * unit, "MB/s", baseline, all.Allocated);
        report.Add(
            "ratio of acks=all, write.caching (target)", all.PerSecond / plain.PerSecond, "of plain logs", RatioMin);
        report.Add("processor time of acks=all, write.caching (to plain logs)",
            all.MicrosecondsPerRecord, "µs/record", plain.MicrosecondsPerRecord);
        report.Add("acks=all, on disk (to plain logs)",
            durable.PerSecond * unit, "MB/s", baseline, durable.Allocated);
        report.Add("acks=1 (to plain logs)", leader.PerSecond * unit, "MB/s", baseline, leader.Allocated);
        return all.PerSecond;
    }

    private static async Task<Round> Produce(MeasuredBrokers brokers, byte[] batch, short acks, bool isCaching)
    {
        var topic = await brokers.CreateTopic(
            "load", PartitionCount, ("write.caching", isCaching ? "true" : "false"), ("file.delete.delay.ms", "0"));
        var partitions = LeaderPartition.Of(brokers, topic);

        // Replicas find each other before it counts.
        await Task.WhenAll(partitions.Select(partition => partition.Append([batch.ToArray()], acks: -1)));
        var round = await Round.Of(
            AppendCount, () => ClosedLoad.Run(partitions, batch, acks, AppendsPerPartition));
        await brokers.DeleteTopic(topic);
        return round;
    }

    private static async Task<Round> AppendPlain(string path, byte[] batch)
    {
        using var copies = await PlainCopies.Open(path, PartitionCount);
        return await Round.Of(AppendCount, () => copies.AppendMany(batch, AppendCount));
    }
}
