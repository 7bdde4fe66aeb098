using System.Diagnostics;
using Cloud.Benchmarks.Harness;
using Cloud.Benchmarks.Log;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Benchmarks.Broker;

/// <summary>
/// A broker is killed that leads a third of 3,000 partitions. From the membership's verdict on: until a produce
/// succeeds again (target: 1 s), and until all have leaders as a survivor knows (target: 5 s).
/// </summary>
internal static class DeadBrokerBenchmark
{
    private const int TopicCount = 30;
    private const int PartitionsPerTopic = 100;
    private const double ProduceSecondsMax = 1;
    private const double ElectSecondsMax = 5;

    public static async Task Run(BenchmarkReport report, string path)
    {
        // The controller is where it was asked for first: on broker 0.
        await Kill(report, Path.Combine(path, "another"), victim: 2, "broker");
        await Kill(report, Path.Combine(path, "controller"), victim: 0, "broker with the controller");
    }

    private static async Task Kill(BenchmarkReport report, string path, int victim, string what)
    {
        await using var brokers = await MeasuredBrokers.Start(path);
        for (var number = 0; number < TopicCount; number++)
        {
            await brokers.CreateTopic($"topic-{number}", PartitionsPerTopic, ("write.caching", "true"));
        }

        var survivor = (victim + 1) % MeasuredBrokers.BrokerCount;
        var metadata = brokers.MetadataOf(survivor);
        var ledCount = metadata.Topics.Sum(topic => topic.Partitions.Count(partition => partition.Leader == victim));
        var produced = metadata.Topics.First(topic => topic.Partitions.Any(partition => partition.Leader == victim));
        var index = produced.Partitions.First(partition => partition.Leader == victim).Index;
        await LeaderPartition.Of(brokers, produced)[index].Append([Batches.Make()], acks: -1);

        var address = brokers.AddressOf(victim);
        var killing = brokers.Kill(victim);
        await Until(() => brokers.MembershipOf(survivor).CurrentSnapshot.Members[address].Status is SiloStatus.Dead);
        var verdict = Stopwatch.GetTimestamp();
        var producing = Task.Run(() => Produce(brokers, metadata, produced.Name, index, victim));
        await Until(() => metadata.Topics.All(topic => topic.Partitions.All(
            partition => partition.Leader >= 0 && partition.Leader != victim)));
        var elected = Stopwatch.GetElapsedTime(verdict).TotalSeconds;
        var wentOn = Stopwatch.GetElapsedTime(verdict, await producing).TotalSeconds;
        await killing;
        report.Add($"{what} killed: next acks=all produce (target)", wentOn, "s", ProduceSecondsMax);
        report.Add($"{what} killed: {ledCount:#,0} leaders elected (target)", elected, "s", ElectSecondsMax);
    }

    /// <returns>When it succeeded.</returns>
    private static async Task<long> Produce(
        MeasuredBrokers brokers, IClusterMetadata metadata, string topic, int index, int victim)
    {
        Memory<byte>[] batch = [Batches.Make()];
        while (true)
        {
            metadata.TryFind(topic, out var known);
            var partition = known!.Partitions[index];
            if (partition.Leader >= 0 && partition.Leader != victim)
            {
                var answer = await brokers.PartitionsOf(partition.Leader).Append(
                    new(new TopicId(known.TopicId), index), batch, -1, TimeSpan.FromSeconds(10), LeaderEpoch.None);
                if (answer.Error is KafkaError.None)
                {
                    return Stopwatch.GetTimestamp();
                }
            }

            await Task.Delay(1);
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(1);
        }
    }
}
