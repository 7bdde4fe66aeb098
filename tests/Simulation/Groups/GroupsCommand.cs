using System.Diagnostics;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Groups;

/// <summary>
/// Runs seeds of a group; or with every rule left out until that is noticed. Exit code 1 on a violation, or on a
/// mutation that was not caught.
/// </summary>
internal static class GroupsCommand
{
    private const int SeedsDefault = 100;

    public static int Run(CommandLine line) => line.IsMutated ? RunMutations(line) : RunSeeds(line);

    private static int RunSeeds(CommandLine line)
    {
        var options = new GroupRunOptions { WriteTrace = line.IsTracing ? Console.WriteLine : null };
        var clock = Stopwatch.StartNew();
        var reports = new List<GroupRunReport>();
        var count = line.IsOneSeed ? 1 : line.SeedCount ?? SeedsDefault;
        try
        {
            for (var at = 0; at < count && !(clock.Elapsed > line.Duration); at++)
            {
                reports.Add(GroupRun.Run(line.FirstSeed + at, options));
            }
        }
        catch (SimulationViolationException violation)
        {
            Console.WriteLine(violation.Message);
        }

        Console.WriteLine(
            $"{reports.Count} seeds in {clock.Elapsed.TotalSeconds:F0} s: " +
            $"{reports.Sum(report => report.StepCount)} steps, " +
            $"{reports.Sum(report => report.CommitCount)} commits, {reports.Sum(report => report.MoveCount)} moves, " +
            $"{reports.Sum(report => report.DoubtCount)} appends in doubt, " +
            $"{reports.Sum(report => report.CrashCount)} crashes, {reports.Sum(report => report.PauseCount)} pauses, " +
            $"{reports.Sum(report => report.LostMessageCount)} messages lost, " +
            $"{reports.Sum(report => report.RepeatedMessageCount)} repeated");
        return reports.Count == count || line.Duration is not null ? 0 : 1;
    }

    private static int RunMutations(CommandLine line)
    {
        var escaped = 0;
        foreach (var mutation in line.Mutation is { } one
            ? [Enum.Parse<GroupMutation>(one)]
            : Enum.GetValues<GroupMutation>().Where(known => known is not GroupMutation.None))
        {
            escaped += IsCaught(mutation, line) ? 0 : 1;
        }

        return escaped == 0 ? 0 : 1;
    }

    private static bool IsCaught(GroupMutation mutation, CommandLine line)
    {
        for (var at = 0; at < (line.SeedCount ?? SeedsDefault); at++)
        {
            try
            {
                GroupRun.Run(line.FirstSeed + at, new() { Mutation = mutation });
            }
            catch (SimulationViolationException violation)
            {
                var rule = violation.Message.Split(Environment.NewLine)[0];
                Console.WriteLine($"{mutation}: caught within {at + 1} seeds. {rule}");
                return true;
            }
        }

        Console.WriteLine($"{mutation}: NOT caught within {line.SeedCount ?? SeedsDefault} seeds");
        return false;
    }
}
