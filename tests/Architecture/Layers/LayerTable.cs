namespace Cloud.Architecture.Layers;

/// <summary>
/// Who may see whom: section 2 of the design. A row holds from the day that its project is there; a project without a
/// row may see any project, but Orleans only if its folder is one of <see cref="OrleansFolders"/>.
/// </summary>
internal static class LayerTable
{
    public const string Protocol = "Grains.Interfaces/Protocol";
    public const string Core = "Grains/Core";
    public const string Contracts = "Grains.Interfaces";
    public const string Client = "Client";

    public static IReadOnlyList<Layer> Rows { get; } =
    [
        new(Protocol),
        new(Core, Protocol),
        new(Contracts, Protocol) { MaySeeOrleans = true },
        new("Silo/Gateway", Contracts, Protocol) { MaySeeOrleans = true },
        new(Client, Protocol),
        new("Client/Orleans", Client, Contracts, Protocol) { MaySeeOrleans = true },
        new("Client/Cli", Client, Protocol),
        new("tests/Simulation", Core, Protocol),
    ];

    /// <summary>
    /// Folders whose projects may use Orleans; a star stands for everything below. Samples are users' code.
    /// </summary>
    public static IReadOnlyList<string> OrleansFolders { get; } =
        [Contracts, "Grains", "Silo", "Silo/*", "Client/Samples", "Client/Samples/*", "tests/*"];

    public static Layer? RowOf(string folder) => Rows.FirstOrDefault(row => row.Folder == folder);

    public static bool MaySeeOrleans(string folder) => RowOf(folder) is { } row
        ? row.MaySeeOrleans
        : OrleansFolders.Any(pattern => pattern.EndsWith('*')
            ? folder.StartsWith(pattern[..^1], StringComparison.Ordinal)
            : folder == pattern);
}
