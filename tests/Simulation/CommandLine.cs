using System.Globalization;
using Cloud.Simulation.Cluster.Faults;

namespace Cloud.Simulation;

/// <summary>What the simulator was asked for.</summary>
internal sealed class CommandLine(string[] args)
{
    public bool IsStorage => Has("--storage");

    public bool IsGroups => Has("--groups");

    public bool IsTracing => Has("--trace");

    public bool IsMutated => Has("--mutations") || Has("--mutation");

    public string? Mutation => Text("--mutation");

    /// <summary>Null: as many as time allows, or one when it is named.</summary>
    public int? SeedCount => Number("--seeds");

    public int FirstSeed => Number("--seed") ?? Number("--first-seed") ?? 1;

    /// <summary>A fault that is made every other time; null for none.</summary>
    public FaultKind? Favourite => Text("--favourite") is { } name ? Enum.Parse<FaultKind>(name) : null;

    /// <summary>How many seeds run side by side.</summary>
    public int ThreadCount => Number("--threads") ?? 1;

    public bool IsOneSeed => Has("--seed");

    public TimeSpan? Duration => Number("--minutes") is { } minutes ? TimeSpan.FromMinutes(minutes) : null;

    private bool Has(string name) => args.Contains(name);

    private string? Text(string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }

    private int? Number(string name) =>
        Text(name) is { } text ? int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture) : null;
}
