using Cloud.Simulation.Cluster;
using Cloud.Simulation.Replication;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation;

/// <summary>
/// Runs seeds with a rule broken until that is noticed. Exit code 1 when one of the mutations was not caught: then the
/// checks, or the faults, do not bite.
/// </summary>
internal static class MutationCommand
{
    private const int SeedsDefault = 200;

    public static int Run(CommandLine line)
    {
        var escaped = 0;
        foreach (var name in line.Mutation is { } one ? [one] : RuleMutants.All.Keys)
        {
            escaped += IsCaught(name, line) ? 0 : 1;
        }

        return escaped == 0 ? 0 : 1;
    }

    private static bool IsCaught(string name, CommandLine line)
    {
        var options = RuleMutants.OptionsFor(name) with
        {
            WriteTrace = line.IsTracing ? Console.WriteLine : null,
        };
        var seedCount = line.IsOneSeed ? 1 : line.SeedCount ?? SeedsDefault;
        for (var at = 0; at < seedCount; at++)
        {
            try
            {
                ClusterRun.Run(line.FirstSeed + at, options);
            }
            catch (SimulationViolationException violation)
            {
                var rule = violation.Message.Split(Environment.NewLine)[0];
                Console.WriteLine($"{name}: caught within {at + 1} seeds. {rule}");
                return true;
            }
        }

        if (RuleMutants.SecondGuards.TryGetValue(name, out var guard))
        {
            Console.WriteLine($"{name}: not caught within {seedCount} seeds, as expected. {guard}");
            return true;
        }

        Console.WriteLine($"{name}: NOT caught within {seedCount} seeds");
        return false;
    }
}
