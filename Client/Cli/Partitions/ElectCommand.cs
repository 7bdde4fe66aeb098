using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Client;

namespace Cloud.Cli.Partitions;

/// <summary><c>cloud partitions elect</c></summary>
internal static class ElectCommand
{
    private static readonly Argument<string[]> Partitions = new("topic")
    {
        Description = "Partitions: orders for all of a topic, orders:0,2 for some; none for all that need it.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> Unclean = new("--unclean")
    {
        Description = "Any replica rather than none, for partitions without a leader. Records may get lost.",
    };

    public static Command Create(CliHost host)
    {
        var command = new Command("elect", "Elects the preferred leaders.") { Partitions, Unclean };
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var type = context.Get(Unclean) ? ElectionType.Unclean : ElectionType.Preferred;
        await using var admin = context.NewAdmin();
        var partitions = context.Get(Partitions) is { Length: > 0 } given
            ? await PartitionChoice.Find(admin, given, cancellationToken)
            : null;
        var results = await admin.ElectLeadersAsync(type, partitions, cancellationToken);
        if (results.Count == 0 && !context.Printer.IsJson)
        {
            context.Printer.Line("No partition needs an election.");
        }

        return PartitionResults.Report(context, results, "Elected the leader of");
    }
}
