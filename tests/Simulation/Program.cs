using System.Globalization;
using Cloud.Simulation.Storage;

// Usage: --seeds N [--first S]. Every seed is a load on one log, crashed at each of its steps in both durability modes,
// and one compacted log whose compaction is crashed at each of its steps.
var seeds = ReadOption("--seeds", 10);
var first = ReadOption("--first", 1);
var crashes = 0L;
for (var seed = first; seed < first + seeds; seed++)
{
    foreach (var isWriteCaching in (bool[])[false, true])
    {
        crashes += LogCrashRun.CrashEverywhere(seed, isWriteCaching);
    }

    crashes += CompactionCrashRun.CrashEverywhere(seed);
}

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"storage: seeds {first} to {first + seeds - 1}, {crashes} crashes, all recovered"));
return 0;

int ReadOption(string name, int otherwise)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}
