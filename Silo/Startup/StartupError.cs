namespace Cloud.Silo.Startup;

/// <summary>How a process that cannot start says why: one line.</summary>
internal static class StartupError
{
    private const int ExitCode = 1;

    public static int Report(string message)
    {
        Console.Error.WriteLine($"cloud: {message.ReplaceLineEndings(" ")}");
        return ExitCode;
    }
}
