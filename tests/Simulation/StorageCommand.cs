using System.Globalization;
using Cloud.Simulation.Storage;

namespace Cloud.Simulation;

/// <summary>
/// Storage alone: every seed is a load on one log, crashed at each of its steps in both durability modes, and one
/// compacted log whose compaction is crashed at each of its steps.
/// </summary>
internal static class StorageCommand
{
    private const int SeedsDefault = 10;

    public static int Run(CommandLine line)
    {
        var (first, seeds) = (line.FirstSeed, line.SeedCount ?? SeedsDefault);
        var crashes = 0L;
        for (var seed = first; seed < first + seeds; seed++)
        {
            foreach (var isWriteCaching in (bool[])[false, true])
            {
                crashes += LogCrashRun.CrashEverywhere(seed, isWriteCaching);
            }

            crashes += CompactionCrashRun.CrashEverywhere(seed);
            crashes += MaintenanceCrashRun.CrashEverywhere(seed);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"storage: seeds {first} to {first + seeds - 1}, {crashes} crashes, all recovered"));
        return 0;
    }
}
