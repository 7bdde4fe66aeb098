using System.Diagnostics;
using Cloud.Benchmarks.Broker;
using Cloud.Benchmarks.Harness;

namespace Cloud.Benchmarks.Groups;

/// <summary>
/// Groups commit, each once its last commit is answered: flushed by three replicas. Target: 20,000 offsets a second.
/// </summary>
internal static class CommitBenchmark
{
    private const int GroupCount = 1000;
    private const int PartitionCount = 10;
    private const double OffsetsPerSecondMin = 20_000;

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(10);

    public static async Task Run(BenchmarkReport report, MeasuredBrokers brokers)
    {
        await brokers.CreateTopic(MeasuredGroups.Topic, PartitionCount);
        foreach (var perCommit in (int[])[1, PartitionCount])
        {
            report.Add(
                $"offsets committed in commits of {perCommit}, {GroupCount:#,0} groups at once, "
                + "fsync on 3 replicas (target)",
                await Rate(brokers, perCommit),
                "offsets/s",
                OffsetsPerSecondMin);
        }
    }

    private static async Task<double> Rate(MeasuredBrokers brokers, int perCommit)
    {
        var groups = new MeasuredGroups(brokers);
        long committed = 0;
        using var ending = new CancellationTokenSource();
        var loads = Enumerable.Range(0, GroupCount).Select(number => Load($"committing-{number}")).ToList();
        await Task.Delay(Warming);
        var before = Interlocked.Read(ref committed);
        var started = Stopwatch.GetTimestamp();
        await Task.Delay(Watch);
        var count = Interlocked.Read(ref committed) - before;
        var elapsed = Stopwatch.GetElapsedTime(started);
        await ending.CancelAsync();
        await Task.WhenAll(loads);
        return count / elapsed.TotalSeconds;

        async Task Load(string group)
        {
            var coordinator = await groups.CoordinatorOf(group);
            for (var offset = 0; !ending.IsCancellationRequested; offset++)
            {
                await MeasuredGroups.Commit(coordinator, group, perCommit, offset);
                Interlocked.Add(ref committed, perCommit);
            }
        }
    }
}
