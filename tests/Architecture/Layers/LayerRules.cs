using System.IO.Enumeration;
using Cloud.Architecture.Repository;

namespace Cloud.Architecture.Layers;

/// <summary>Holds what a project or its assembly refers to against the table.</summary>
internal sealed class LayerRules(IReadOnlyList<ProjectFile> projects)
{
    private const string EmbeddedFolder = "Silo/Embedded";

    /// <summary>By what the project file asks for.</summary>
    public IEnumerable<string> ViolationsOf(ProjectFile project)
    {
        var seen = project.ProjectReferences.SelectMany(Resolve).ToList();
        var seesOrleans = project.AsksForOrleans || seen.Any(IsEmbedded)
            || project.Packages.Any(package => !package.IsDownload && IsOrleansName(package.Name));
        return Violations(project, seen, seesOrleans);
    }

    /// <summary>By what the compiler found used: covers what comes from imported files as well.</summary>
    public IEnumerable<string> ViolationsOf(ProjectFile project, IEnumerable<string> referencedAssemblies)
    {
        var names = referencedAssemblies.ToHashSet();
        var seen = projects.Where(other => names.Contains(other.AssemblyName)).Select(other => other.Folder).ToList();
        return Violations(project, seen, seen.Any(IsEmbedded) || names.Any(IsOrleansName));
    }

    private static IEnumerable<string> Violations(ProjectFile project, List<string> seen, bool seesOrleans)
    {
        if (seesOrleans && !LayerTable.MaySeeOrleans(project.Folder))
        {
            yield return $"{project.Path} sees Orleans";
        }

        if (LayerTable.RowOf(project.Folder) is not { } row)
        {
            yield break;
        }

        // The embedded runtime is Orleans, and judged as such.
        foreach (var folder in seen.Where(folder => !IsEmbedded(folder)).Except(row.Sees))
        {
            yield return $"{project.Path} sees {folder}";
        }
    }

    private static bool IsEmbedded(string folder) => folder is EmbeddedFolder or $"{EmbeddedFolder}/Generator";

    private static bool IsOrleansName(string name) =>
        name.StartsWith("Orleans.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Orleans.", StringComparison.Ordinal);

    // A reference that names no project is kept: the build reports it, and meanwhile it is not overlooked here.
    private IEnumerable<string> Resolve(string reference) => reference.Contains('*')
        ? projects.Select(project => project.Path)
            .Where(path => FileSystemName.MatchesSimpleExpression(reference, path)).Select(ProjectFile.FolderOf)
        : [ProjectFile.FolderOf(reference)];
}
