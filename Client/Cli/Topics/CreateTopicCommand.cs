using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Options;
using Cloud.Client;
using Cloud.Protocol.Errors;

namespace Cloud.Cli.Topics;

/// <summary><c>cloud topics create</c></summary>
internal static class CreateTopicCommand
{
    private const int BrokersDefault = -1;

    private static readonly Argument<string> Name = new("name") { Description = "Name of the topic." };

    private static readonly Option<int?> Partitions = new("--partitions", "-p")
    {
        Description = "How many partitions; the broker's num.partitions where it is not given.",
        HelpName = "n",
    };

    private static readonly Option<short?> ReplicationFactor = new("--replication-factor", "-r")
    {
        Description = "How many replicas each has; the broker's default.replication.factor where it is not given.",
        HelpName = "n",
    };

    private static readonly Option<string> Assignment = new("--replica-assignment")
    {
        Description = "Brokers of each partition instead of counts: 1:2,2:3 are two partitions, led by 1 and 2.",
        HelpName = "ids",
    };

    private static readonly Option<string[]> Configs = new("--config", "-c")
    {
        Description = "A setting of the topic by Kafka's name; may be given many times.",
        HelpName = "key=value",
    };

    private static readonly Option<bool> ValidateOnly = new("--validate-only")
    {
        Description = "Says whether it could be created, and creates nothing.",
    };

    private static readonly Option<bool> IfNotExists = new("--if-not-exists")
    {
        Description = "A topic that is there already is no error; it is left as it is.",
    };

    public static Command Create(CliHost host)
    {
        var command = new Command("create", "Creates a topic.")
        {
            Name, Partitions, ReplicationFactor, Assignment, Configs, ValidateOnly, IfNotExists,
        };
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var topic = Read(context);
        await using var admin = context.NewAdmin();
        var results = await admin.CreateTopicsAsync([topic], context.Get(ValidateOnly), cancellationToken);
        var result = results[topic.Name];
        if (result.Failure is { Error: KafkaError.TopicAlreadyExists } && context.Get(IfNotExists))
        {
            context.Printer.Write(
                new { topic.Name, IsCreated = false }, printer => printer.Line($"Topic {topic.Name} exists."));
            return ExitCode.Ok;
        }

        if (!result.IsOk)
        {
            return context.Report([result.Failure]);
        }

        Print(context, result.Value);
        return ExitCode.Ok;
    }

    private static NewTopic Read(CommandContext context)
    {
        var assignment = context.Get(Assignment);
        if (assignment is not null && (context.Get(Partitions) ?? context.Get(ReplicationFactor)) is not null)
        {
            throw new UsageException(
                "--replica-assignment says how many partitions and replicas there are: leave the counts out.");
        }

        return new(
            context.Get(Name),
            context.Get(Partitions) ?? BrokersDefault,
            context.Get(ReplicationFactor) ?? BrokersDefault)
        {
            Assignments = assignment is null ? null : BrokerListText.ParseAssignments(assignment),
            Configs = KeyValueText.ParseAll(context.Get(Configs)),
        };
    }

    private static void Print(CommandContext context, CreatedTopic topic)
    {
        var isCreated = !context.Get(ValidateOnly);
        context.Printer.Write(
            new
            {
                topic.Name,
                Id = topic.Id.ToString(),
                IsCreated = isCreated,
                topic.PartitionCount,
                topic.ReplicationFactor,
                topic.Configs,
            },
            printer => printer.Line(
                $"{(isCreated ? "Created topic" : "Could create topic")} {topic.Name}: {TopicText.Counts(topic)}."));
    }
}
