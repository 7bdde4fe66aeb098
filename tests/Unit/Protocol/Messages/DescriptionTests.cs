using Cloud.ProtocolGenerator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Cloud.Unit.Protocol.Messages;

/// <summary>A mistake in a description is a build error at its file and line.</summary>
public sealed class DescriptionTests
{
    private const string Head = "api 99 Sample, versions 0-3, flexible 2+\nrequest\n";
    private const string Tail = "\nresponse\n  A  int8\n";

    [Theory]
    [InlineData(Head + "  A  int8" + Tail, null, 0)]
    [InlineData("", "the file describes nothing", 0)]
    [InlineData("thing 1 A", "`api` or `message`", 0)]
    [InlineData("api 1 A, versions x", "are no versions", 0)]
    [InlineData(Head + "  A  int8\n", "an API has a request and a response", 0)]
    [InlineData(Head + "  A  int9" + Tail, "`int9` is neither a type nor a structure", 2)]
    [InlineData(Head + "  A  int8\n  A  int8" + Tail, "the name A is taken already", 3)]
    [InlineData(Head + "  A  int8  4+" + Tail, "`4+` are no versions within 0-3", 2)]
    [InlineData(Head + "  A  int8?" + Tail, "int8 has no null", 2)]
    [InlineData(Head + "  A  string?1-2" + Tail, "what is nullable once stays so", 2)]
    [InlineData(Head + "  A  int8  tag 0" + Tail, "tagged fields need a flexible version", 2)]
    [InlineData(Head + "  A  int8  2+  tag 0\n  B  int8  2+  tag 0" + Tail, "tag 0 is taken already", 3)]
    [InlineData(Head + "  A  records  2+  tag 0" + Tail, "records cannot be tagged", 2)]
    [InlineData(Head + "  A  int8  = high" + Tail, "`high` is no default of int8", 2)]
    [InlineData(Head + "  A  int8  = 200" + Tail, "`200` is no default of int8", 2)]
    [InlineData(Head + "  A  [B]\n    C  [B]" + Tail, "B holds itself or is nested too deep", 2)]
    [InlineData(Head + "   A  int8" + Tail, "two spaces a level", 2)]
    [InlineData(Head + "      A  int8" + Tail, "indented too far", 2)]
    [InlineData(Head + "  A  [int8" + Tail, "lacks a bracket", 2)]
    [InlineData(Head + "  A  int8  sometimes yes" + Tail, "`sometimes` is not known here", 2)]
    public void Mistake_is_reported_with_file_and_line(string text, string? problem, int line)
    {
        var errors = Generate(text);

        if (problem is null)
        {
            Assert.Empty(errors);
            return;
        }

        var error = Assert.Single(errors);
        Assert.Equal("CLOUD101", error.Id);
        Assert.Contains(problem, error.GetMessage());
        var place = error.Location.GetLineSpan();
        Assert.Equal(("Sample.kafka", line), (place.Path, place.StartLinePosition.Line));
    }

    [Fact]
    public void Unchanged_description_is_not_generated_again()
    {
        var texts = new[] { new DescriptionText("A.kafka", Head + "  A  int8" + Tail) };
        var driver = Driver(texts).RunGenerators(CSharpCompilation.Create("sample"));

        var next = driver.RunGenerators(CSharpCompilation.Create("changed")).GetRunResult();

        var steps = next.Results[0].TrackedOutputSteps.SelectMany(step => step.Value);
        Assert.All(
            steps.SelectMany(step => step.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    private static IEnumerable<Diagnostic> Generate(string text) =>
        Driver([new DescriptionText("Sample.kafka", text)])
            .RunGenerators(CSharpCompilation.Create("sample")).GetRunResult().Diagnostics;

    private static GeneratorDriver Driver(IEnumerable<AdditionalText> texts) => CSharpGeneratorDriver.Create(
        [new ProtocolMessageGenerator().AsSourceGenerator()],
        texts,
        driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
}
