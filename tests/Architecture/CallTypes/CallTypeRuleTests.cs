using Cloud.Architecture.CallTypes.Samples;

namespace Cloud.Architecture.CallTypes;

/// <summary>Proves that the walk bites, on good and bad samples.</summary>
public sealed class CallTypeRuleTests
{
    [Fact]
    public void Good_calls_break_no_rule()
    {
        var walk = Walk(typeof(IGoodGrain));

        Lines.AssertNone(walk.Violations);
        Lines.AssertNone(AliasRule.ViolationsOf(walk));
        Assert.Contains(typeof(GoodReply.Refused), walk.Visited);
    }

    [Theory]
    [InlineData("IBadGrain.Collection(): List<Int32> " + CallTypeRule.MarkedCollection)]
    [InlineData("IBadGrain.Collection(bytes): Byte[] " + CallTypeRule.MarkedCollection)]
    [InlineData("IBadGrain.Foreign(text): StringBuilder " + CallTypeRule.Known)]
    [InlineData("IBadGrain.Foreign(pair): ValueTuple<Int32, Int32> " + CallTypeRule.Known)]
    [InlineData("IBadGrain.Hidden(twins): IReadOnlyList<Nullable<BadTwin>> " + CallTypeRule.MarkedCollection)]
    [InlineData("BadKind: " + CallTypeRule.Serializable)]
    [InlineData("BadTwin: " + CallTypeRule.Sealed)]
    [InlineData("BadTwin.Number: " + CallTypeRule.ReadOnly)]
    [InlineData("BadCommand._changing: " + CallTypeRule.ReadOnly)]
    [InlineData("BadCommand.Settable: " + CallTypeRule.ReadOnly)]
    [InlineData("BadCommand.Unnumbered: " + CallTypeRule.Numbered)]
    [InlineData("BadCommand.SameNumber: " + CallTypeRule.UniqueNumber)]
    [InlineData("BadCommand.Collection: Int32[] " + CallTypeRule.MarkedCollection)]
    [InlineData("BadOpen: " + CallTypeRule.Serializable)]
    [InlineData("BadOpen: " + CallTypeRule.Aliased)]
    [InlineData("BadOpen: " + CallTypeRule.Sealed)]
    [InlineData("BadOpen.Number: " + CallTypeRule.Numbered)]
    [InlineData("BadReply.Unnamed: " + CallTypeRule.Aliased)]
    public void Bad_calls_are_reported_by_type_member_and_rule(string violation) =>
        Assert.Contains(violation, Walk(typeof(IBadGrain)).Violations.Select(found => $"{found}"));

    [Fact]
    public void Bad_calls_are_reported_for_nothing_else() => Assert.Equal(18, Walk(typeof(IBadGrain)).Violations.Count);

    [Fact]
    public void Two_types_with_one_alias_are_both_reported() =>
        Assert.Equal(2, AliasRule.ViolationsOf(Walk(typeof(IBadGrain))).Count());

    [Fact]
    public void Interfaces_of_the_runtime_are_no_grain_interfaces_of_ours()
    {
        Assert.True(CallTypeWalk.IsGrainInterface(typeof(IGoodGrain)));
        Assert.False(CallTypeWalk.IsGrainInterface(typeof(IGrainWithStringKey)));
        Assert.False(CallTypeWalk.IsGrainInterface(typeof(IBadCalls)));
    }

    private static CallTypeWalk Walk(Type grainInterface)
    {
        var walk = new CallTypeWalk();
        walk.WalkInterface(grainInterface);
        return walk;
    }
}
