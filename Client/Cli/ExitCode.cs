namespace Cloud.Cli;

/// <summary>What the process ends with. Scripts rely on these: they do not change.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>
    /// The cluster refused, a part of what was asked failed, or standard output could not be written.
    /// </summary>
    public const int Failed = 1;

    /// <summary>The command line, or a file that it names, is wrong. Nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>No broker could be reached, or time was up: it may have happened or not.</summary>
    public const int Unreachable = 3;

    /// <summary>Ctrl+C.</summary>
    public const int Interrupted = 130;

    /// <summary>Whoever read standard output went away, as after SIGPIPE.</summary>
    public const int OutputNotWanted = 141;
}
