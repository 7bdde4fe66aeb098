namespace Cloud.Architecture.Repository;

/// <summary>The repository that this test was built from, found by its solution file.</summary>
internal static class SourceTree
{
    private static readonly string[] SkippedFolders = ["bin", "obj", "data", "node_modules", "TestResults"];

    public static string Root { get; } = FindRoot();

    public static string SolutionFile => Path.Combine(Root, "Cloud.sln");

    /// <summary>All projects, also those that nobody has added to the solution.</summary>
    public static IReadOnlyList<ProjectFile> Projects { get; } =
    [
        .. FindProjects(new DirectoryInfo(Root))
            .Select(file => ProjectFile.Read(Root, file.FullName))
            .OrderBy(project => project.Path, StringComparer.Ordinal),
    ];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Cloud.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Cloud.sln.");
    }

    private static IEnumerable<FileInfo> FindProjects(DirectoryInfo folder) => folder
        .EnumerateDirectories()
        .Where(child => !child.Name.StartsWith('.') && !SkippedFolders.Contains(child.Name))
        .SelectMany(FindProjects)
        .Concat(folder.EnumerateFiles("*.csproj"));
}
