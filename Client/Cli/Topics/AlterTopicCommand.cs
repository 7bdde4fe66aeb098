using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Options;
using Cloud.Cli.Output;
using Cloud.Client;

namespace Cloud.Cli.Topics;

/// <summary><c>cloud topics alter</c>: the settings of one topic.</summary>
internal static class AlterTopicCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the topic." };

    private static readonly Option<string[]> Configs = new("--config", "-c")
    {
        Description = "Gives a setting a value; may be given many times.",
        HelpName = "key=value",
    };

    private static readonly Option<string[]> DeleteConfigs = new("--delete-config")
    {
        Description = "Takes the topic's own value away; may be given many times.",
        HelpName = "key",
    };

    public static Command Create(CliHost host)
    {
        var command = new Command("alter", "Changes settings of a topic.") { Name, Configs, DeleteConfigs };
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var changes = KeyValueText.ParseAll(context.Get(Configs))
            .Select(config => ConfigChange.Set(config.Key, config.Value))
            .Concat((context.Get(DeleteConfigs) ?? []).Select(ConfigChange.Delete))
            .ToArray();
        if (changes.Length == 0)
        {
            throw new UsageException("Nothing to change: give --config key=value or --delete-config key.");
        }

        var topic = ConfigResource.OfTopic(context.Get(Name));
        await using var admin = context.NewAdmin();
        var results = await admin.AlterConfigsAsync(
            new Dictionary<ConfigResource, IReadOnlyList<ConfigChange>> { [topic] = changes },
            cancellationToken: cancellationToken);
        if (results[topic].Failure is { } failure)
        {
            return context.Report([failure]);
        }

        context.Printer.Write(
            new { topic.Name, Changed = changes.Select(change => change.Name) },
            printer => printer.Line($"Changed {Quantities.Count(changes.Length, "setting")} of topic {topic.Name}."));
        return ExitCode.Ok;
    }
}
