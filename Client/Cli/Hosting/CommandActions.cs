using System.CommandLine;

namespace Cloud.Cli.Hosting;

/// <summary>Runs what commands do. The one place where failures become exit codes.</summary>
internal static class CommandActions
{
    public static void SetAction(this Command command, CliHost host, CommandAction action) =>
        command.SetAction((parsed, cancelled) => Run(new CommandContext(host, parsed), action, cancelled));

    private static async Task<int> Run(
        CommandContext context, CommandAction action, CancellationToken cancellationToken)
    {
        try
        {
            return await action(context, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception failure)
        {
            try
            {
                await context.Host.Flush();
            }
            finally
            {
                CommandFailures.Write(context.Host.Error, failure, context.IsVerbose);
            }

            return CommandFailures.ExitCodeOf(failure);
        }
    }
}
