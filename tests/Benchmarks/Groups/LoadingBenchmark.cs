using System.Diagnostics;
using Cloud.Benchmarks.Broker;
using Cloud.Benchmarks.Harness;
using Cloud.Protocol;

namespace Cloud.Benchmarks.Groups;

/// <summary>
/// The coordinator of 1,000,000 offsets dies: how long until another tells them, from when that leads. Target: 5 s.
/// </summary>
internal static class LoadingBenchmark
{
    private const int GroupCount = 1000;
    private const int PartitionCount = 1000;
    private const double SecondsMax = 5;

    public static async Task Run(BenchmarkReport report, MeasuredBrokers brokers)
    {
        await brokers.CreateTopic(MeasuredGroups.Topic, PartitionCount);
        var groups = new MeasuredGroups(brokers);
        var coordinator = await groups.CoordinatorOf("loaded-0");
        for (var group = 0; group < GroupCount; group++)
        {
            await MeasuredGroups.Commit(coordinator, $"loaded-{group}", PartitionCount, offset: group);
        }

        var first = LeaderOf(brokers, askedBroker: 0);
        var asked = (first + 1) % MeasuredBrokers.BrokerCount;
        await brokers.Kill(first);
        while (LeaderOf(brokers, asked) is var next && (next == first || next < 0))
        {
            await Task.Delay(1);
        }

        var started = Stopwatch.GetTimestamp();
        await groups.CoordinatorOf("loaded-0", asked);
        report.Add($"{GroupCount * PartitionCount:#,0} offsets loaded after a coordinator's death (target)",
            Stopwatch.GetElapsedTime(started).TotalSeconds, "s", SecondsMax);
    }

    private static int LeaderOf(MeasuredBrokers brokers, int askedBroker) =>
        brokers.MetadataOf(askedBroker).TryFind(TopicName.ConsumerOffsets, out var topic)
            ? topic.Partitions[0].Leader
            : -1;
}
