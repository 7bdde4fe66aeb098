using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Output;

namespace Cloud.Cli.Groups;

/// <summary><c>cloud groups list</c></summary>
internal static class ListGroupsCommand
{
    private static readonly Option<string[]> States = new("--state")
    {
        Description = "Only groups in this state, such as Stable or Empty; may be given many times.",
        HelpName = "state",
    };

    private static readonly Option<string[]> Types = new("--type")
    {
        Description = "Only groups of this protocol: classic or consumer.",
        HelpName = "type",
    };

    public static Command Create(CliHost host)
    {
        var command = new Command("list", "Lists groups.") { States, Types };
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        await using var admin = context.NewAdmin();
        var results = await admin.ListGroupsAsync(context.Get(States), context.Get(Types), cancellationToken);
        var groups = results.Successes
            .SelectMany(broker => broker.Value.Select(group => (Broker: broker.Key, Group: group)))
            .OrderBy(one => one.Group.GroupId, StringComparer.Ordinal).ToArray();
        var grid = new Grid("Group", "State", "Type", "Protocol", GridColumn.Number("Coordinator"));
        foreach (var (broker, group) in groups)
        {
            grid.Add(group.GroupId, group.State, group.Type, group.ProtocolType, broker.ToString());
        }

        context.Printer.Write(
            groups.Select(one => new
            {
                one.Group.GroupId,
                one.Group.State,
                one.Group.Type,
                one.Group.ProtocolType,
                Coordinator = one.Broker.Value,
            }),
            printer => printer.Table(grid));
        return context.Report(results.Failures.Select(failure => failure.Value));
    }
}
