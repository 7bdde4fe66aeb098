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
        .. FindFiles(new DirectoryInfo(Root), "*.csproj")
            .Select(file => ProjectFile.Read(Root, file.FullName))
            .OrderBy(project => project.Path, StringComparer.Ordinal),
    ];

    /// <summary>All files of C# that somebody wrote: what a build leaves behind is not among them.</summary>
    public static IReadOnlyList<FileInfo> CodeFiles { get; } = [.. FindFiles(new DirectoryInfo(Root), "*.cs")];

    /// <summary>Path from the root of the repository, with slashes.</summary>
    public static string PathOf(FileInfo file) => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/');

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

    private static IEnumerable<FileInfo> FindFiles(DirectoryInfo folder, string pattern) => folder
        .EnumerateDirectories()
        .Where(child => !child.Name.StartsWith('.') && !SkippedFolders.Contains(child.Name))
        .SelectMany(child => FindFiles(child, pattern))
        .Concat(folder.EnumerateFiles(pattern));
}
