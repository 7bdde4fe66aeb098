using System.Diagnostics;
using Cloud.Simulation.Cluster;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation;

/// <summary>Runs seeds of the whole cluster and tells what was seen. Exit code 1 on the first violation.</summary>
internal static class ClusterCommand
{
    private const int SeedsDefault = 100;

    public static int Run(CommandLine line)
    {
        var options = new ClusterOptions
        {
            WriteTrace = line.IsTracing ? Console.WriteLine : null, Favourite = line.Favourite,
        };
        var seedCount = line.IsOneSeed ? 1 : line.SeedCount ?? (line.Duration is null ? SeedsDefault : int.MaxValue);
        var clock = Stopwatch.StartNew();
        var summary = new RunSummary();
        var violations = new List<string>();
        var isViolated = false;
        var taken = 0;
        var threads = Enumerable.Range(0, line.ThreadCount).Select(_ => new Thread(RunSome)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        violations.ForEach(Console.WriteLine);
        Console.WriteLine(summary.Text(clock.Elapsed));
        Console.WriteLine(violations.Count > 0 ? "verdict: VIOLATED" : "verdict: all rules hold");
        return violations.Count > 0 ? 1 : 0;

        // Every seed is a world of its own: they share nothing but the sum.
        void RunSome()
        {
            while (!Volatile.Read(ref isViolated)
                && !(clock.Elapsed > line.Duration)
                && Interlocked.Increment(ref taken) is var at && at <= seedCount)
            {
                try
                {
                    var report = ClusterRun.Run(line.FirstSeed + at - 1, options);
                    lock (summary)
                    {
                        summary.Add(report);
                    }
                }
                catch (SimulationViolationException violation)
                {
                    lock (summary)
                    {
                        violations.Add(violation.Message);
                        isViolated = true;
                    }
                }
            }
        }
    }
}
