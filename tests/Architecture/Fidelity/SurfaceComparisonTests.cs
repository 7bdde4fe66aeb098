namespace Cloud.Architecture.Fidelity;

/// <summary>Proves that the comparison finds each kind of deviation, on types made up for it.</summary>
public sealed class SurfaceComparisonTests
{
    private static readonly SurfaceMember Method = new("public System.Void Do(System.Int32)")
    {
        Parameters = [new SurfaceParameter("count", IsOptional: false)],
    };

    private static readonly SurfaceType Genuine = new("Orleans.Sample")
    {
        IsVisible = true,
        Shape = "class",
        IsAbstract = false,
        IsSealed = true,
        BaseType = "Orleans.SampleBase",
        Interfaces = ["System.IDisposable"],
        Members = [Method],
    };

    private static readonly SurfaceType GenuineBase = Genuine with
    {
        FullName = "Orleans.SampleBase",
        BaseType = "System.Object",
        Interfaces = ["System.IComparable"],
        Members = [new SurfaceMember("protected System.String get_Name()")],
    };

    [Fact]
    public void Same_type_has_no_deviations() => Assert.Empty(DeviationsOf(Genuine));

    [Fact]
    public void Type_that_leaves_out_members_and_interfaces_has_no_deviations() =>
        Assert.Empty(DeviationsOf(Genuine with { Interfaces = [], Members = [] }));

    [Fact]
    public void Member_and_interface_of_the_genuine_base_type_are_no_deviations() => Assert.Empty(DeviationsOf(
        Genuine with { BaseType = "System.Object", Interfaces = ["System.IComparable"], Members = GenuineBase.Members }));

    [Theory]
    [InlineData("public System.Void Do(System.Int64)")]
    [InlineData("public System.Int32 Do(System.Int32)")]
    [InlineData("protected System.Void Do(System.Int32)")]
    [InlineData("public static System.Void Do(System.Int32)")]
    [InlineData("public System.Void Do[](System.Int32)")]
    [InlineData("public System.Void Undo(System.Int32)")]
    public void Member_with_another_signature_is_a_deviation(string text) =>
        AssertDeviates(Genuine with { Members = [Method with { Text = text }] }, "does not exist");

    [Fact]
    public void Parameter_with_another_name_is_a_deviation() => AssertDeviates(
        WithParameter(new SurfaceParameter("number", IsOptional: false)), "names a parameter 'number'");

    [Fact]
    public void Optional_parameter_that_the_genuine_member_demands_is_a_deviation() =>
        AssertDeviates(WithParameter(new SurfaceParameter("count", IsOptional: true)), "has 'count' optional");

    [Fact]
    public void Member_that_can_be_overridden_and_the_genuine_one_not_is_a_deviation() =>
        AssertDeviates(Genuine with { Members = [Method with { IsOverridable = true }] }, "can be overridden");

    [Fact]
    public void Interface_that_the_genuine_type_lacks_is_a_deviation() =>
        AssertDeviates(Genuine with { Interfaces = ["System.IFormattable"] }, "is a System.IFormattable");

    [Fact]
    public void Base_type_that_the_genuine_type_lacks_is_a_deviation() =>
        AssertDeviates(Genuine with { BaseType = "System.Exception" }, "is a System.Exception");

    [Fact]
    public void Type_of_another_kind_is_a_deviation() =>
        AssertDeviates(Genuine with { Shape = "struct" }, "is a struct, the genuine one a class");

    [Fact]
    public void Type_that_can_be_inherited_and_the_genuine_one_not_is_a_deviation() =>
        AssertDeviates(Genuine with { IsSealed = false }, "can be inherited");

    [Fact]
    public void Type_that_is_internal_in_the_genuine_assembly_is_a_deviation() => Assert.Contains(
        "is not public", Assert.Single(Compare(Genuine, Genuine with { IsVisible = false })), StringComparison.Ordinal);

    private static SurfaceType WithParameter(SurfaceParameter parameter) =>
        Genuine with { Members = [Method with { Parameters = [parameter] }] };

    private static void AssertDeviates(SurfaceType copy, string expected) =>
        Assert.Contains(expected, Assert.Single(DeviationsOf(copy)), StringComparison.Ordinal);

    private static IEnumerable<string> DeviationsOf(SurfaceType copy) => Compare(copy, Genuine);

    private static IEnumerable<string> Compare(SurfaceType copy, SurfaceType genuine) =>
        new SurfaceComparison(Surface.Of(genuine, GenuineBase)).DeviationsOf(copy);
}
