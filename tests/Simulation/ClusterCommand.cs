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
        var options = new ClusterOptions { WriteTrace = line.IsTracing ? Console.WriteLine : null };
        var seedCount = line.IsOneSeed ? 1 : line.SeedCount ?? (line.Duration is null ? SeedsDefault : int.MaxValue);
        var clock = Stopwatch.StartNew();
        var summary = new RunSummary();
        for (var at = 0; at < seedCount && !(clock.Elapsed > line.Duration); at++)
        {
            try
            {
                summary.Add(ClusterRun.Run(line.FirstSeed + at, options));
            }
            catch (SimulationViolationException violation)
            {
                Console.WriteLine(violation.Message);
                Console.WriteLine(summary.Text(clock.Elapsed));
                Console.WriteLine("verdict: VIOLATED");
                return 1;
            }
        }

        Console.WriteLine(summary.Text(clock.Elapsed));
        Console.WriteLine("verdict: all rules hold");
        return 0;
    }
}
