using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Options;
using Cloud.Cli.Output;
using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Cli.Partitions;

/// <summary><c>cloud partitions reassignments</c></summary>
internal static class ReassignmentsCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command("reassignments", "Shows moves that are under way.");
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        await using var admin = context.NewAdmin();
        var moves = (await admin.ListReassignmentsAsync(cancellationToken: cancellationToken))
            .OrderBy(move => move.Key.Topic, StringComparer.Ordinal).ThenBy(move => move.Key.Partition).ToArray();
        context.Printer.Write(
            moves.Select(move => new
            {
                move.Key.Topic,
                move.Key.Partition,
                Replicas = move.Value.Replicas.Select(broker => broker.Value),
                Adding = move.Value.Adding.Select(broker => broker.Value),
                Removing = move.Value.Removing.Select(broker => broker.Value),
            }),
            printer => Print(printer, moves));
        return ExitCode.Ok;
    }

    private static void Print(
        Printer printer, KeyValuePair<TopicPartition, PartitionReassignment>[] moves)
    {
        if (moves.Length == 0)
        {
            printer.Line("No moves are under way.");
            return;
        }

        var grid = new Grid("Topic", GridColumn.Number("Partition"), "Replicas", "Adding", "Removing");
        foreach (var (partition, move) in moves)
        {
            grid.Add(
                partition.Topic,
                Quantities.Number(partition.Partition),
                BrokerListText.Format(move.Replicas),
                BrokerListText.Format(move.Adding),
                BrokerListText.Format(move.Removing));
        }

        printer.Table(grid);
    }
}
