using Cloud.Client;
using Cloud.Protocol.Errors;

namespace Cloud.Cli.Hosting;

/// <summary>What a failure is to whoever typed the command: one line, and an exit code.</summary>
internal static class CommandFailures
{
    public static int ExitCodeOf(Exception failure) => failure switch
    {
        UsageException or ClientOptionsException => ExitCode.Usage,
        OperationCanceledException => ExitCode.Interrupted,
        OutputException { IsNotWanted: true } => ExitCode.OutputNotWanted,
        ClientException { Error: KafkaError.RequestTimedOut or KafkaError.BrokerNotAvailable
            or KafkaError.NetworkException } => ExitCode.Unreachable,
        _ => ExitCode.Failed,
    };

    /// <summary>Says nothing where nobody wants to read any more: that is no error.</summary>
    /// <param name="isVerbose">Whether to say where in the program it came from, too.</param>
    public static void Write(TextWriter error, Exception failure, bool isVerbose)
    {
        if (failure is OutputException { IsNotWanted: true })
        {
            return;
        }

        error.WriteLine($"error: {OneLine(failure.Message)}");
        if (isVerbose)
        {
            error.WriteLine(failure);
        }

        error.Flush();
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
