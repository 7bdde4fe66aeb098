using System.Collections.Immutable;
using System.Xml.Linq;
using IOPath = System.IO.Path;

namespace Cloud.Architecture.Repository;

/// <summary>What a project says of itself. Conditions are ignored: what it may see under any, it sees.</summary>
internal sealed record ProjectFile
{
    private static readonly string[] OrleansProperties = ["UsesOrleans", "HostsOrleans", "TestsOrleans"];

    /// <summary>Path of the project file from the root of the repository, with slashes.</summary>
    public required string Path { get; init; }

    public required string AssemblyName { get; init; }

    public required bool IsTestProject { get; init; }

    /// <summary>Whether it asks for Orleans by a property of Directory.Build.targets.</summary>
    public required bool AsksForOrleans { get; init; }

    /// <summary>
    /// Paths or patterns of project files, from the root of the repository. Without those of source generators.
    /// </summary>
    public required ImmutableArray<string> ProjectReferences { get; init; }

    public required ImmutableArray<PackageUse> Packages { get; init; }

    public string Folder => FolderOf(Path);

    public static string FolderOf(string path) => path[..path.LastIndexOf('/')];

    public static ProjectFile Read(string root, string file)
    {
        var path = IOPath.GetRelativePath(root, file).Replace('\\', '/');
        return Parse(path, XDocument.Load(file));
    }

    public static ProjectFile Parse(string path, XDocument document)
    {
        var elements = document.Descendants().ToLookup(element => element.Name.LocalName);
        return new ProjectFile
        {
            Path = path,
            AssemblyName = elements["AssemblyName"].FirstOrDefault()?.Value
                ?? $"Cloud.{IOPath.GetFileNameWithoutExtension(path)}",
            IsTestProject = elements["IsTestProject"].Any(IsTrue),
            AsksForOrleans = OrleansProperties.Any(property => elements[property].Any(IsTrue)),
            ProjectReferences =
            [
                .. elements["ProjectReference"].Where(IsSeen).SelectMany(PackageUse.NamesIn)
                    .Select(name => FromRoot(path, name)),
            ],
            Packages =
            [
                .. elements["PackageReference"].Concat(elements["PackageDownload"]).SelectMany(PackageUse.ReadAll),
            ],
        };
    }

    private static bool IsTrue(XElement element) => element.Value.Trim() is "true";

    // A source generator of ours works on the project while it is built; nothing of it is seen by the code.
    private static bool IsSeen(XElement reference) =>
        reference.Attribute("OutputItemType")?.Value is not "Analyzer"
        || reference.Attribute("ReferenceOutputAssembly")?.Value is not "false";

    private static string FromRoot(string path, string reference)
    {
        var absolute = IOPath.GetFullPath(IOPath.Combine("/", FolderOf(path), reference.Replace('\\', '/')));
        return IOPath.GetRelativePath("/", absolute).Replace('\\', '/');
    }
}
