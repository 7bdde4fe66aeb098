using System.Diagnostics;
using Cloud.Benchmarks.Broker;
using Cloud.Benchmarks.Harness;
using Cloud.Grains.Interfaces.Groups;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Benchmarks.Groups;

/// <summary>
/// 1,000 groups of 10 members that send a heartbeat every 3 s, handed to their coordinators without sockets. Target:
/// less than a tenth of a core more than without them.
/// </summary>
internal static class HeartbeatBenchmark
{
    private const int GroupCount = 1000;
    private const int MembersPerGroup = 10;
    private const int SlicesPerRound = 100;
    private const double CorePercentMax = 10;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(15);

    public static async Task Run(BenchmarkReport report, MeasuredBrokers brokers)
    {
        var members = await Join(new MeasuredGroups(brokers));
        var idle = await CorePercent(Task.Delay(Watch));
        var busy = await CorePercent(Beat(members));
        report.Add($"{GroupCount:#,0} groups x {MembersPerGroup} members, heartbeat every 3 s (target)",
            busy - idle, "% of a core", CorePercentMax);
        report.Add("the same groups without heartbeats", idle, "% of a core");
    }

    private static async Task<List<Member>> Join(MeasuredGroups groups)
    {
        var members = new List<Member>();
        for (var group = 0; group < GroupCount; group++)
        {
            var coordinator = await groups.CoordinatorOf($"beating-{group}");
            for (var number = 0; number < MembersPerGroup; number++)
            {
                var member = new Member(coordinator, $"beating-{group}", $"member-{number}");
                await member.Beat();
                members.Add(member);
            }
        }

        // Until everybody has the group's epoch.
        foreach (var member in members)
        {
            await member.Beat();
        }

        return members;
    }

    private static async Task Beat(List<Member> members)
    {
        var perSlice = members.Count / SlicesPerRound;
        using var timer = new PeriodicTimer(Round / SlicesPerRound);
        var slices = (int)(Watch / (Round / SlicesPerRound));
        for (var slice = 0; slice < slices; slice++)
        {
            await timer.WaitForNextTickAsync();
            var at = slice % SlicesPerRound * perSlice;
            await Task.WhenAll(members.Skip(at).Take(perSlice).Select(member => member.Beat()));
        }
    }

    private static async Task<double> CorePercent(Task work)
    {
        var (before, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await work;
        return (Environment.CpuUsage.TotalTime - before) / Stopwatch.GetElapsedTime(started) * 100;
    }

    private sealed class Member(ILocalGroups coordinator, string group, string memberId)
    {
        private int _epoch;

        // Of a topic that is not there: what is measured are heartbeats, and not assignments.
        public async Task Beat()
        {
            var answer = await MeasuredGroups.Ask<ConsumerGroupHeartbeatResponse>(coordinator, _epoch == 0
                ? new ConsumerGroupHeartbeatRequest
                {
                    GroupId = group,
                    MemberId = memberId,
                    RebalanceTimeout = TimeSpan.FromMinutes(1),
                    SubscribedTopicNames = ["absent"],
                    TopicPartitions = [],
                }
                : new ConsumerGroupHeartbeatRequest { GroupId = group, MemberId = memberId, MemberEpoch = _epoch });
            Invariant.Holds(answer.Error is KafkaError.None);
            _epoch = answer.MemberEpoch;
        }
    }
}
