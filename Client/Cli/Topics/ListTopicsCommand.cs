using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Output;

namespace Cloud.Cli.Topics;

/// <summary><c>cloud topics list</c></summary>
internal static class ListTopicsCommand
{
    private static readonly Option<bool> Internal = new("--internal")
    {
        Description = "Also those in which the cluster keeps its own records.",
    };

    public static Command Create(CliHost host)
    {
        var command = new Command("list", "Lists topics.") { Internal };
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        await using var admin = context.NewAdmin();
        var topics = await admin.ListTopicsAsync(context.Get(Internal), cancellationToken);
        var grid = new Grid("Topic", GridColumn.Number("Partitions"), GridColumn.Number("Replicas"), "Id");
        foreach (var topic in topics)
        {
            grid.Add(
                topic.Name,
                Quantities.Number(topic.PartitionCount),
                Quantities.Number(topic.ReplicationFactor),
                topic.Id.ToString());
        }

        context.Printer.Write(
            topics.Select(topic => new
            {
                topic.Name,
                Id = topic.Id.ToString(),
                topic.IsInternal,
                topic.PartitionCount,
                topic.ReplicationFactor,
            }),
            printer => printer.Table(grid));
        return ExitCode.Ok;
    }
}
