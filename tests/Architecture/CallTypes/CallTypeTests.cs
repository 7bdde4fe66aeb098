using System.Reflection;
using Cloud.Architecture.Layers;
using Cloud.Architecture.Repository;

namespace Cloud.Architecture.CallTypes;

/// <summary>Holds everything that crosses the calls of the product's grains against the rules for it.</summary>
public sealed class CallTypeTests
{
    private static readonly CallTypeWalk Product = WalkProduct();

    [Fact]
    public void Types_that_cross_grain_calls_are_immutable_and_numbered() => Lines.AssertNone(Product.Violations);

    [Fact]
    public void Aliases_of_types_that_cross_grain_calls_are_unique() => Lines.AssertNone(AliasRule.ViolationsOf(Product));

    [Fact]
    public void Every_product_project_that_uses_Orleans_was_walked()
    {
        var walked = ProductAssemblies.Built.Select(project => project.Path).ToHashSet();

        var unwalked = SourceTree.Projects
            .Where(project => project.AsksForOrleans && IsProduct(project))
            .Select(project => project.Path)
            .Where(path => !walked.Contains(path));

        Lines.AssertNone(unwalked);
    }

    private static CallTypeWalk WalkProduct()
    {
        var walk = new CallTypeWalk();
        foreach (var project in ProductAssemblies.Built.Where(IsProduct))
        {
            var assembly = Assembly.LoadFrom(ProductAssemblies.PathOf(project));
            foreach (var grainInterface in assembly.GetTypes().Where(CallTypeWalk.IsGrainInterface))
            {
                walk.WalkInterface(grainInterface);
            }
        }

        return walk;
    }

    // Samples are users' code: they are compiled, and free to differ.
    private static bool IsProduct(ProjectFile project) =>
        !project.Path.StartsWith("tests/", StringComparison.Ordinal)
        && !project.Path.StartsWith("Client/Samples/", StringComparison.Ordinal);
}
