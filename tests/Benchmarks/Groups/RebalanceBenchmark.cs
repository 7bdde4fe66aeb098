using System.Diagnostics;
using Cloud.Benchmarks.Harness;
using Cloud.Core.Groups;
using Cloud.Protocol;
using Cloud.Protocol.Messages;

namespace Cloud.Benchmarks.Groups;

/// <summary>The hundredth member joins a group that reads 1,000 partitions. Target: decided within 50 ms.</summary>
internal static class RebalanceBenchmark
{
    private const int MemberCount = 100;
    private const int PartitionCount = 1000;
    private const int RoundCount = 5;
    private const double MillisecondsMax = 50;

    public static void Run(BenchmarkReport report)
    {
        foreach (var assignor in (string[])["uniform", "range"])
        {
            var times = Enumerable.Range(0, RoundCount).Select(_ => LastJoin(assignor)).ToList();
            report.Add(
                $"{MemberCount} members, {PartitionCount:#,0} partitions, {assignor}: rebalance decided (target)",
                Stopwatches.Median(times),
                "ms",
                MillisecondsMax);
        }
    }

    private static double LastJoin(string assignor)
    {
        var topics = new TopicCatalog(
            1, [new TopicFacts(new TopicId(new Guid(1, 0, 0, new byte[8])), MeasuredGroups.Topic, PartitionCount)]);
        var machine = new GroupMachine(new()) { Topics = topics };
        machine.Start(new Instant(1));
        var output = new GroupOutput();
        var elapsed = TimeSpan.Zero;
        for (var number = 0; number < MemberCount; number++)
        {
            var join = new ConsumerGroupHeartbeatRequest
            {
                GroupId = "g",
                MemberId = $"member-{number}",
                RebalanceTimeout = TimeSpan.FromMinutes(1),
                SubscribedTopicNames = [MeasuredGroups.Topic],
                ServerAssignor = assignor,
                TopicPartitions = [],
            };
            var started = Stopwatch.GetTimestamp();
            machine.Handle(join, new("client", "/here", 1, Guid.Empty), new Ticket(number + 1), new Instant(2), output);
            elapsed = Stopwatch.GetElapsedTime(started);
            output.Clear();
        }

        return elapsed.TotalMilliseconds;
    }
}
