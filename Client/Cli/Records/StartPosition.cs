namespace Cloud.Cli.Records;

/// <summary>Where reading begins.</summary>
internal abstract record StartPosition
{
    private StartPosition()
    {
    }

    public sealed record Beginning : StartPosition;

    /// <summary>At an offset; below zero, so many before the end.</summary>
    public sealed record Fixed(long Value) : StartPosition;

    /// <summary>At the first record that is not older.</summary>
    public sealed record Time(DateTimeOffset Value) : StartPosition;
}
