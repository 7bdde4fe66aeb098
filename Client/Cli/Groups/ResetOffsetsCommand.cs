using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Output;
using Cloud.Cli.Partitions;
using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Cli.Groups;

/// <summary><c>cloud groups reset-offsets</c></summary>
internal static class ResetOffsetsCommand
{
    private static readonly Argument<string> Group = new("group")
    {
        Description = "Id of the group; it must have no members when --execute is given.",
    };

    private static readonly Option<string[]> Topics = new("--topic")
    {
        Description = "Partitions: orders, orders:0,2 or orders:0-3; all that are committed where none are given.",
        HelpName = "topic",
    };

    private static readonly Option<bool> Execute = new("--execute")
    {
        Description = "Does it. Without it, only shows what would be done.",
    };

    public static Command Create(CliHost host)
    {
        var command = new Command("reset-offsets", "Moves what a group has committed. Shows it only, unless --execute.")
        {
            Group, Topics,
        };
        ResetOptions.AddTo(command);
        command.Options.Add(Execute);
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var target = ResetOptions.Read(context);
        var group = context.Get(Group);
        await using var admin = context.NewAdmin();
        var committed = (await admin.ListGroupOffsetsAsync(group, cancellationToken: cancellationToken))
            .Successes.ToDictionary(offset => offset.Key, offset => offset.Value.Offset);
        var partitions = context.Get(Topics) is { Length: > 0 } given
            ? await PartitionChoice.Find(admin, given, cancellationToken)
            : [.. committed.Keys];
        if (partitions.Count == 0)
        {
            throw new UsageException($"Group '{group}' has committed nothing: say with --topic what to reset.");
        }

        var changes = await ResetPlan.Make(admin, partitions, committed, target, cancellationToken);
        var offsets = changes.Select(change => new TopicPartitionOffset(change.Partition, change.To));
        var failures = context.Get(Execute)
            ? (await admin.AlterGroupOffsetsAsync(group, offsets, cancellationToken)).Failures.ToDictionary()
            : [];
        Print(context, changes, failures);
        return context.Report(failures.Values);
    }

    private static void Print(
        CommandContext context,
        IReadOnlyList<ResetChange> changes,
        Dictionary<TopicPartition, ClientException> failures)
    {
        var isExecuted = context.Get(Execute);
        var grid = new Grid(
            "Topic",
            GridColumn.Number("Partition"),
            GridColumn.Number("Committed"),
            GridColumn.Number(isExecuted ? "Now" : "Would be"));
        foreach (var change in changes.Where(change => !failures.ContainsKey(change.Partition)))
        {
            grid.Add(
                change.Partition.Topic,
                Quantities.Number(change.Partition.Partition),
                Quantities.Number(change.From?.Value),
                Quantities.Number(change.To.Value));
        }

        context.Printer.Write(
            changes.Select(change => new
            {
                change.Partition.Topic,
                change.Partition.Partition,
                From = change.From?.Value,
                To = change.To.Value,
                IsExecuted = isExecuted && !failures.ContainsKey(change.Partition),
            }),
            printer =>
            {
                printer.Table(grid);
                if (!isExecuted)
                {
                    context.Host.Error.WriteLine("Nothing was changed; --execute does it.");
                }
            });
    }
}
