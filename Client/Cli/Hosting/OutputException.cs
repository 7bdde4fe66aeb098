namespace Cloud.Cli.Hosting;

/// <summary>Standard output takes nothing more: nobody reads it any longer, or its disk is full.</summary>
internal sealed class OutputException(Exception cause)
    : IOException($"Standard output cannot be written: {cause.Message}", cause)
{
    private const int BrokenPipe = 32;

    /// <summary>Whoever read it has what they wanted, as <c>head</c> does (EPIPE).</summary>
    public bool IsNotWanted { get; } = cause.HResult == BrokenPipe;
}
