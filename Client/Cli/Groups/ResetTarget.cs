namespace Cloud.Cli.Groups;

/// <summary>Where to a group's offsets are reset: one of these.</summary>
internal abstract record ResetTarget
{
    private ResetTarget()
    {
    }

    /// <summary>The first record that is there.</summary>
    public sealed record Earliest : ResetTarget;

    /// <summary>The end.</summary>
    public sealed record Latest : ResetTarget;

    /// <summary>The first record that is not older.</summary>
    public sealed record Time(DateTimeOffset Value) : ResetTarget;

    /// <summary>An offset, in every partition.</summary>
    public sealed record Fixed(long Value) : ResetTarget;

    /// <summary>So many records on, or back when negative.</summary>
    public sealed record Shift(long Value) : ResetTarget;
}
