using Cloud.Architecture.Repository;

namespace Cloud.Architecture.Layers;

/// <summary>Holds the table of who may see whom against the project files and against what was compiled.</summary>
public sealed class LayerTests
{
    private static readonly LayerRules Rules = new(SourceTree.Projects);

    [Fact]
    public void Projects_refer_only_to_what_their_layer_may_see() =>
        Lines.AssertNone(SourceTree.Projects.SelectMany(Rules.ViolationsOf));

    [Fact]
    public void Assemblies_refer_only_to_what_their_layer_may_see() => Lines.AssertNone(ProductAssemblies.Built
        .SelectMany(project => Rules.ViolationsOf(project, ProductAssemblies.ReferencesOf(project))));

    [Fact]
    public void Orleans_attributes_are_used_only_where_grains_and_their_hosts_live() => Lines.AssertNone(
        from project in ProductAssemblies.Built
        where !LayerTable.MaySeeOrleans(project.Folder)
        from attributeNamespace in ProductAssemblies.AttributeNamespacesOf(project)
        where $"{attributeNamespace}.".StartsWith("Orleans.", StringComparison.Ordinal)
        select $"{project.AssemblyName} uses attributes of {attributeNamespace}");

    [Fact]
    public void Every_layer_that_is_there_was_compiled_and_read()
    {
        var built = ProductAssemblies.Built.Select(project => project.Path).ToHashSet();

        var unread = SourceTree.Projects
            .Where(project => LayerTable.RowOf(project.Folder) is not null && !project.IsTestProject)
            .Select(project => project.Path)
            .Where(path => !built.Contains(path));

        Lines.AssertNone(unread);
    }
}
