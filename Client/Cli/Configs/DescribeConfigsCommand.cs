using System.CommandLine;
using System.Text.Json;
using Cloud.Cli.Hosting;
using Cloud.Cli.Output;
using Cloud.Client;

namespace Cloud.Cli.Configs;

/// <summary><c>cloud configs describe</c></summary>
internal static class DescribeConfigsCommand
{
    private static readonly Argument<string[]> Keys = new("key")
    {
        Description = "Only these settings.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> All = new("--all") { Description = "Also those that nobody has set." };

    private static readonly Option<bool> Documentation = new("--documentation")
    {
        Description = "Says what each setting is for.",
    };

    public static Command Create(CliHost host)
    {
        var command = new Command("describe", "Shows settings and where their values come from.")
        {
            Keys, All, Documentation,
        };
        ResourceOptions.AddTo(command);
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var resource = ResourceOptions.Read(context);
        await using var admin = context.NewAdmin();
        var results = await admin.DescribeConfigsAsync([resource], context.Get(Documentation), cancellationToken);
        if (results[resource].Failure is { } failure)
        {
            return context.Report([failure]);
        }

        var keys = context.Get(Keys);
        var shown = results[resource].Value
            .Where(entry => keys.Length > 0 ? keys.Contains(entry.Name) : context.Get(All) || !entry.IsDefault)
            .OrderBy(entry => entry.Name, StringComparer.Ordinal).ToArray();
        context.Printer.Write(shown.Select(ToJson), printer => Print(printer, shown, context.Get(Documentation)));
        return keys.Except(shown.Select(entry => entry.Name)).FirstOrDefault() is { } missing
            ? throw new UsageException($"There is no setting '{missing}'.")
            : ExitCode.Ok;
    }

    private static void Print(Printer printer, IReadOnlyCollection<ConfigEntry> entries, bool hasDocumentation)
    {
        if (entries.Count == 0)
        {
            printer.Line("Nothing is set; --all shows what counts by default.");
            return;
        }

        var grid = hasDocumentation
            ? new Grid("Setting", "Value", "From", "What for")
            : new Grid("Setting", "Value", "From");
        foreach (var entry in entries)
        {
            string[] cells = [entry.Name, entry.IsSensitive ? "(kept back)" : entry.Value ?? "", SourceOf(entry)];
            grid.Add(hasDocumentation ? [.. cells, entry.Documentation ?? ""] : cells);
        }

        printer.Table(grid);
    }

    private static string SourceOf(ConfigEntry entry) => entry.Source switch
    {
        ConfigSource.Topic => "topic",
        ConfigSource.Broker => "broker",
        ConfigSource.ClusterDefault => "cluster",
        ConfigSource.Static => "start",
        ConfigSource.Default => "default",
        ConfigSource.Group => "group",
        _ => "",
    };

    private static object ToJson(ConfigEntry entry) => new
    {
        entry.Name,
        entry.Value,
        Source = JsonNamingPolicy.CamelCase.ConvertName(entry.Source.ToString()),
        Type = JsonNamingPolicy.CamelCase.ConvertName(entry.Type.ToString()),
        entry.IsReadOnly,
        entry.IsSensitive,
        entry.Documentation,
        Synonyms = entry.Synonyms.Select(synonym => new
        {
            synonym.Name,
            synonym.Value,
            Source = JsonNamingPolicy.CamelCase.ConvertName(synonym.Source.ToString()),
        }),
    };
}
