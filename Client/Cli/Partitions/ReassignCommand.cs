using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Options;

namespace Cloud.Cli.Partitions;

/// <summary><c>cloud partitions reassign</c></summary>
internal static class ReassignCommand
{
    private static readonly Argument<string[]> Partitions = new("topic")
    {
        Description = "Partitions: orders for all of a topic, orders:0,2 or orders:0-3 for some.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Replicas = new("--replicas")
    {
        Description = "Brokers that shall have them, the preferred leader first.",
        HelpName = "ids",
    };

    private static readonly Option<bool> Cancel = new("--cancel")
    {
        Description = "Takes moves back that are under way.",
    };

    public static Command Create(CliHost host)
    {
        var command = new Command("reassign", "Begins to move partitions to other brokers, or takes that back.")
        {
            Partitions, Replicas, Cancel,
        };
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Get(Replicas) is null != context.Get(Cancel))
        {
            throw new UsageException("Give either --replicas or --cancel.");
        }

        var replicas = context.Get(Replicas) is { } text ? BrokerListText.Parse(text) : null;
        await using var admin = context.NewAdmin();
        var partitions = await PartitionChoice.Find(admin, context.Get(Partitions), cancellationToken);
        var results = await admin.ReassignPartitionsAsync(
            partitions.Distinct().ToDictionary(partition => partition, _ => replicas), cancellationToken);
        return PartitionResults.Report(context, results, context.Get(Cancel) ? "Took the move back of" : "Moving");
    }
}
