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

    /// <summary>A failure that nobody foresaw: the line, and below it what helps to find the cause.</summary>
    public static int ReportUnexpected(Exception exception)
    {
        Report($"unexpected failure: {exception.GetType().Name}: {exception.Message}");
        Console.Error.WriteLine(exception);
        return ExitCode;
    }
}
