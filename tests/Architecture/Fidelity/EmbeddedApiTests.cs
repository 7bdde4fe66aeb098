namespace Cloud.Architecture.Fidelity;

/// <summary>
/// Holds the API that the embedded runtime copies against the published assemblies of Microsoft Orleans, as far as they
/// can be had without the packages that they need.
/// </summary>
public sealed class EmbeddedApiTests
{
    private static readonly Surface Genuine = Surface.Read(
        Output("genuine/Orleans.Core.Abstractions.dll"), Output("genuine/Orleans.TestingHost.dll"));

    private static readonly SurfaceType[] Copied =
    [
        .. Surface.Read(Output("Cloud.Embedded.dll")).Types
            .Where(type => type.IsVisible && IsInCopiedNamespace(type.FullName))
            .OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    [Fact]
    public void Copied_type_that_a_genuine_assembly_owns_offers_nothing_that_the_genuine_type_lacks()
    {
        var comparison = new SurfaceComparison(Genuine);
        var owned = Copied.Where(type => Genuine.Find(type.FullName) is not null).ToList();

        var deviations = owned
            .SelectMany(type => comparison.DeviationsOf(type).Select(deviation => $"{type.FullName} {deviation}"));

        Assert.NotEmpty(owned);
        Lines.AssertNone(deviations);
    }

    [Fact]
    public void Copied_type_that_no_genuine_assembly_here_owns_is_listed_with_its_owner()
    {
        var foreign = Copied.Select(type => type.FullName).Where(name => Genuine.Find(name) is null);

        Lines.AssertNone(foreign.Except(TypesOwnedElsewhere.All));
    }

    [Fact]
    public void List_of_types_owned_elsewhere_names_only_copied_types_that_no_genuine_assembly_here_owns()
    {
        var copied = Copied.Select(type => type.FullName).ToHashSet();

        Lines.AssertNone(TypesOwnedElsewhere.All.Where(name => !copied.Contains(name) || Genuine.Find(name) is not null));
    }

    private static bool IsInCopiedNamespace(string fullName) =>
        fullName.StartsWith("Orleans.", StringComparison.Ordinal)
        || fullName.StartsWith("Microsoft.Extensions.Hosting.", StringComparison.Ordinal);

    private static string Output(string path) => Path.Combine(AppContext.BaseDirectory, path);
}
