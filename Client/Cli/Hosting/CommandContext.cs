using System.CommandLine;
using Cloud.Cli.Options;
using Cloud.Cli.Output;
using Cloud.Client;

namespace Cloud.Cli.Hosting;

/// <summary>One call of a command: what was typed, and where its answer goes.</summary>
internal sealed class CommandContext(CliHost host, ParseResult parsed)
{
    public CliHost Host => host;

    public Printer Printer { get; } = new(host, parsed.GetValue(GlobalOptions.Output) is GlobalOptions.Json);

    public bool IsVerbose => parsed.GetValue(GlobalOptions.Verbose);

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    public T Get<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);

    public T[] Get<T>(Argument<T[]> argument) => parsed.GetValue(argument) ?? [];

    public IReadOnlyList<string> BootstrapServers => GlobalOptions.ServersOf(parsed, host);

    public TimeSpan Timeout => TimeSpan.FromSeconds(parsed.GetValue(GlobalOptions.Timeout));

    public AdminClient NewAdmin() => new(new AdminOptions
    {
        BootstrapServers = BootstrapServers,
        ClientId = GlobalOptions.ClientId,
        DefaultApiTimeout = Timeout,
        RequestTimeout = Timeout,
        ConnectTimeout = Timeout,
        LoggerFactory = NewLog(),
    });

    /// <summary>Messages of the client, for those who want to know more; else nowhere.</summary>
    public ErrorLog? NewLog() => IsVerbose ? new ErrorLog(host.Error) : null;

    /// <summary>Says what failed, item by item.</summary>
    /// <returns>The exit code: failed if anything did.</returns>
    public int Report(IEnumerable<ClientException> failures)
    {
        var exitCode = ExitCode.Ok;
        foreach (var failure in failures)
        {
            CommandFailures.Write(host.Error, failure, IsVerbose);
            exitCode = exitCode is ExitCode.Ok ? CommandFailures.ExitCodeOf(failure) : exitCode;
        }

        return exitCode;
    }
}
