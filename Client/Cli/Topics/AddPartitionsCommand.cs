using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Options;
using Cloud.Client;

namespace Cloud.Cli.Topics;

/// <summary><c>cloud topics add-partitions</c></summary>
internal static class AddPartitionsCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the topic." };

    private static readonly Option<int> Partitions = new("--partitions", "-p")
    {
        Description = "How many partitions it shall have in all.",
        HelpName = "n",
        Required = true,
    };

    private static readonly Option<string> Assignment = new("--replica-assignment")
    {
        Description = "Brokers of each new partition: 1:2,2:3 are two, led by 1 and 2.",
        HelpName = "ids",
    };

    private static readonly Option<bool> ValidateOnly = new("--validate-only")
    {
        Description = "Says whether it could be done, and does nothing.",
    };

    public static Command Create(CliHost host)
    {
        var command = new Command(
            "add-partitions", "Gives a topic more partitions. Records with keys may land in others from then on.")
        {
            Name, Partitions, Assignment, ValidateOnly,
        };
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var topic = new NewPartitions(context.Get(Name), context.Get(Partitions))
        {
            Assignments = context.Get(Assignment) is { } assignment
                ? BrokerListText.ParseAssignments(assignment)
                : null,
        };
        await using var admin = context.NewAdmin();
        var results = await admin.CreatePartitionsAsync([topic], context.Get(ValidateOnly), cancellationToken);
        if (results[topic.Topic].Failure is { } failure)
        {
            return context.Report([failure]);
        }

        var verb = context.Get(ValidateOnly) ? "could have" : "has";
        context.Printer.Write(
            new { Name = topic.Topic, PartitionCount = topic.TotalCount, IsChanged = !context.Get(ValidateOnly) },
            printer => printer.Line($"Topic {topic.Topic} {verb} {topic.TotalCount} partitions."));
        return ExitCode.Ok;
    }
}
