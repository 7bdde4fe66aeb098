using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Options;
using Cloud.Cli.Output;
using Cloud.Client;

namespace Cloud.Cli.Configs;

/// <summary><c>cloud configs set</c> and <c>unset</c></summary>
internal static class ChangeConfigsCommand
{
    public static Command CreateSet(CliHost host)
    {
        var values = new Argument<string[]>("key=value")
        {
            Description = "Settings and their values.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("set", "Gives settings values, while everything runs.") { values };
        ResourceOptions.AddTo(command);
        command.SetAction(host, (context, cancelled) => Change(
            context,
            [.. KeyValueText.ParseAll(context.Get(values)).Select(one => ConfigChange.Set(one.Key, one.Value))],
            cancelled));
        return command;
    }

    public static Command CreateUnset(CliHost host)
    {
        var keys = new Argument<string[]>("key")
        {
            Description = "Settings.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("unset", "Takes values away, so that what is set elsewhere counts.") { keys };
        ResourceOptions.AddTo(command);
        command.SetAction(host, (context, cancelled) => Change(
            context, [.. context.Get(keys).Distinct().Select(ConfigChange.Delete)], cancelled));
        return command;
    }

    private static async Task<int> Change(
        CommandContext context, IReadOnlyList<ConfigChange> changes, CancellationToken cancellationToken)
    {
        var resource = ResourceOptions.Read(context);
        await using var admin = context.NewAdmin();
        var results = await admin.AlterConfigsAsync(
            new Dictionary<ConfigResource, IReadOnlyList<ConfigChange>> { [resource] = changes },
            cancellationToken: cancellationToken);
        if (results[resource].Failure is { } failure)
        {
            return context.Report([failure]);
        }

        context.Printer.Write(
            new
            {
                Type = resource.Type.ToString().ToLowerInvariant(),
                resource.Name,
                Changed = changes.Select(change => change.Name),
            },
            printer => printer.Line($"Changed {Quantities.Count(changes.Count, "setting")} of {resource}."));
        return ExitCode.Ok;
    }
}
