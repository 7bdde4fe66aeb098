using System.Text.RegularExpressions;
using System.Xml.Linq;
using Cloud.Architecture.Repository;

namespace Cloud.Architecture.Hygiene;

/// <summary>Rules that every project keeps, wherever it lies.</summary>
public sealed partial class ProjectHygieneTests
{
    [Fact]
    public void Every_project_is_in_the_solution() =>
        Lines.AssertNone(SourceTree.Projects.Select(project => project.Path).Except(PathsInSolution()));

    [Fact]
    public void Every_project_in_the_solution_exists() =>
        Lines.AssertNone(PathsInSolution().Except(SourceTree.Projects.Select(project => project.Path)));

    [Fact]
    public void Every_test_project_lies_under_tests() => Lines.AssertNone(SourceTree.Projects
        .Where(project => project.IsTestProject && !project.Path.StartsWith("tests/", StringComparison.Ordinal))
        .Select(project => project.Path));

    [Fact]
    public void Package_references_take_their_version_from_the_central_list() => Lines.AssertNone(
        from project in SourceTree.Projects
        from package in project.Packages
        where package is { IsDownload: false, Version: not null }
        select $"{project.Path}: {package.Name} asks for version {package.Version} itself");

    // Central management leaves downloads out: they take their version from a property of the central list.
    [Fact]
    public void Package_downloads_take_one_exact_version_from_a_property() => Lines.AssertNone(
        from project in SourceTree.Projects
        from package in project.Packages
        where package.IsDownload && !ExactProperty().IsMatch(package.Version ?? "")
        select $"{project.Path}: {package.Name} asks for version {package.Version}, not for [$(Property)]");

    [Fact]
    public void Central_list_has_only_exact_versions()
    {
        var central = XDocument.Load(Path.Combine(SourceTree.Root, "Directory.Packages.props"));
        var versions = central.Descendants("PackageVersion").ToList();

        var floating = versions
            .Where(element => !ExactVersion().IsMatch(element.Attribute("Version")?.Value ?? ""))
            .Select(element => $"{element}");

        Assert.NotEmpty(versions);
        Lines.AssertNone(floating);
    }

    private static List<string> PathsInSolution() =>
    [
        .. ProjectInSolution().Matches(File.ReadAllText(SourceTree.SolutionFile))
            .Select(match => match.Groups[1].Value.Replace('\\', '/')),
    ];

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ProjectInSolution();

    [GeneratedRegex(@"^\[\$\(\w+\)\]$")]
    private static partial Regex ExactProperty();

    [GeneratedRegex(@"^(\$\(\w+\)|\d+(\.\d+)+(-[\w.]+)?)$")]
    private static partial Regex ExactVersion();
}
