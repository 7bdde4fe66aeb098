using System.CommandLine;
using System.CommandLine.Invocation;
using Cloud.Cli.Bench;
using Cloud.Cli.Cluster;
using Cloud.Cli.Configs;
using Cloud.Cli.Groups;
using Cloud.Cli.Hosting;
using Cloud.Cli.Log;
using Cloud.Cli.Options;
using Cloud.Cli.Partitions;
using Cloud.Cli.Records;
using Cloud.Cli.Topics;

namespace Cloud.Cli;

/// <summary>The command <c>cloud</c>: the table of what it can do.</summary>
internal static class CloudCommand
{
    /// <returns>An exit code of <see cref="ExitCode"/>.</returns>
    public static async Task<int> Run(
        IReadOnlyList<string> arguments, CliHost host, CancellationToken cancellationToken = default)
    {
        var parsed = Create(host).Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            return UsageErrors.Report(parsed, host);
        }

        try
        {
            var exitCode = await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = host.Out,
                    Error = host.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = host.TerminationTimeout,
                },
                cancellationToken);
            await host.Flush();
            return exitCode;
        }
        catch (OutputException failure)
        {
            // Help, which no command prints, or what a command had left in its buffers.
            CommandFailures.Write(host.Error, failure, parsed.GetValue(GlobalOptions.Verbose));
            return CommandFailures.ExitCodeOf(failure);
        }
    }

    public static RootCommand Create(CliHost host)
    {
        var root = new RootCommand("Works with a Cloud cluster, or any other that speaks Kafka's protocol.")
        {
            TopicsCommand.Create(host),
            ProduceCommand.Create(host),
            ConsumeCommand.Create(host),
            GroupsCommand.Create(host),
            ConfigsCommand.Create(host),
            ClusterCommand.Create(host),
            PartitionsCommand.Create(host),
            LogCommand.Create(host),
            BenchCommand.Create(host),
            CompletionCommand.Create(host),
        };
        GlobalOptions.AddTo(root);
        return root;
    }
}
