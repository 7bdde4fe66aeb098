using System.Xml.Linq;
using Cloud.Architecture.Repository;

namespace Cloud.Architecture.Layers;

/// <summary>Proves that the table bites, on projects that are not there.</summary>
public sealed class LayerRulesTests
{
    [Theory]
    [InlineData("Grains/Core", "../../Grains.Interfaces/Grains.Interfaces.csproj")]
    [InlineData("Grains.Interfaces/Protocol", "../../Grains/Core/Core.csproj")]
    [InlineData("Silo/Gateway", "../../Grains/Grains.csproj")]
    [InlineData("Silo/Gateway", "../../Grains/Core/Core.csproj")]
    [InlineData("Silo/Gateway", "..\\..\\Grains\\Core\\Core.csproj")]
    [InlineData("Silo/Gateway", "../../Grains/*/*.csproj")]
    [InlineData("Client", "../Grains.Interfaces/Grains.Interfaces.csproj")]
    [InlineData("Client/Orleans", "../../Grains/Grains.csproj")]
    [InlineData("Client/Cli", "../Orleans/Orleans.csproj")]
    [InlineData("Client/Cli", "../../Silo/Embedded/Embedded.csproj")]
    [InlineData("tests/Simulation", "../../Silo/Gateway/Gateway.csproj")]
    public void Reference_past_the_layer_is_a_violation(string folder, string reference) =>
        Assert.Single(ViolationsOf(folder, $"<ProjectReference Include='{reference}' />"));

    [Theory]
    [InlineData("Grains/Core", "../../Grains.Interfaces/Protocol/Protocol.csproj")]
    [InlineData("Silo/Gateway", "../../Grains.Interfaces/Grains.Interfaces.csproj")]
    [InlineData("Client/Cli", "../Client.csproj")]
    [InlineData("tests/Simulation", "../../Grains/Core/Core.csproj")]
    [InlineData("tests/Unit", "../../Grains/Core/Core.csproj")]
    public void Reference_within_the_layer_is_no_violation(string folder, string reference) =>
        Assert.Empty(ViolationsOf(folder, $"<ProjectReference Include='{reference}' />"));

    [Theory]
    [InlineData("Grains/Core")]
    [InlineData("Grains.Interfaces/Protocol")]
    [InlineData("Client")]
    [InlineData("Client/Cli")]
    [InlineData("tests/Simulation")]
    [InlineData("Somewhere/New")]
    public void Orleans_outside_its_folders_is_a_violation(string folder)
    {
        Assert.Single(ViolationsOf(folder, "<UsesOrleans>true</UsesOrleans>"));
        Assert.Single(ViolationsOf(folder, "<HostsOrleans>true</HostsOrleans>"));
        Assert.Single(ViolationsOf(folder, "<PackageReference Include='Microsoft.Orleans.Sdk' />"));
        Assert.Single(Rules().ViolationsOf(Project(folder, ""), ["Orleans.Core.Abstractions"]));
    }

    [Theory]
    [InlineData("Grains.Interfaces")]
    [InlineData("Grains")]
    [InlineData("Silo")]
    [InlineData("Silo/Gateway")]
    [InlineData("Client/Orleans")]
    [InlineData("Client/Samples/StreamingGrain")]
    [InlineData("tests/Integration")]
    public void Orleans_in_its_folders_is_no_violation(string folder) =>
        Assert.Empty(ViolationsOf(folder, "<UsesOrleans>true</UsesOrleans>"));

    [Fact]
    public void Source_generator_is_no_violation_but_its_assembly_is()
    {
        const string Folder = "Grains.Interfaces/Protocol";
        const string Reference = "ProjectReference Include='Generator/ProtocolGenerator.csproj'";

        Assert.Empty(ViolationsOf(
            Folder, $"<{Reference} OutputItemType='Analyzer' ReferenceOutputAssembly='false' />"));
        Assert.Single(ViolationsOf(Folder, $"<{Reference} />"));
    }

    [Fact]
    public void Assembly_that_refers_past_its_layer_is_a_violation() =>
        Assert.Single(Rules().ViolationsOf(Project("Silo/Gateway", ""), ["System.Runtime", "Cloud.Core"]));

    private static IEnumerable<string> ViolationsOf(string folder, string content) =>
        Rules().ViolationsOf(Project(folder, content));

    private static LayerRules Rules() => new(
    [
        Project("Grains/Core", ""), Project("Grains.Interfaces/Protocol", ""), Project("Silo/Embedded", ""),
    ]);

    private static ProjectFile Project(string folder, string content) => ProjectFile.Parse(
        $"{folder}/{Path.GetFileName(folder)}.csproj", XDocument.Parse($"<Project>{content}</Project>"));
}
