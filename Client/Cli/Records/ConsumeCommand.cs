using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Options;
using Cloud.Client;

namespace Cloud.Cli.Records;

/// <summary><c>cloud consume</c></summary>
internal static class ConsumeCommand
{
    private static readonly Argument<string> Topic = new("topic")
    {
        Description = "What to read: orders, or some of its partitions: orders:0,2 or orders:0-3.",
    };

    private static readonly Option<int[]> Partitions = new("--partition", "-p")
    {
        Description = "Only this partition; may be given many times.",
        HelpName = "n",
    };

    private static readonly Option<string> Group = new("--group", "-g")
    {
        Description = "Reads as a member of this group, from where it is, and commits.",
        HelpName = "id",
    };

    private static readonly Option<long?> MaxMessages = new("--max-messages", "-n")
    {
        Description = "Ends after so many records.",
        HelpName = "n",
    };

    private static readonly Option<bool> ExitAtEnd = new("--exit-at-end", "-e")
    {
        Description = "Ends where the partitions ended when it began, instead of waiting for more.",
    };

    private static readonly Option<bool> ReadCommitted = new("--read-committed")
    {
        Description = "Leaves out records of transactions that are open or were aborted.",
    };

    public static Command Create(CliHost host)
    {
        var command = new Command("consume", "Prints records, and waits for more.") { Topic, Partitions, Group };
        StartOptions.AddTo(command);
        command.Options.Add(MaxMessages);
        command.Options.Add(ExitAtEnd);
        command.Options.Add(ReadCommitted);
        RecordFormat.AddTo(command);
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var (topic, listed) = TopicPartitionText.Parse(context.Get(Topic));
        int[] wanted = [.. (listed ?? []).Concat(context.Get(Partitions) ?? []).Distinct().Order()];
        var start = StartOptions.Read(context);
        var group = context.Get(Group);
        if (group is not null && (wanted.Length > 0 || start is not (null or StartPosition.Beginning)))
        {
            throw new UsageException(
                "With --group the group says which partitions and where to begin: only --from-beginning goes with it.");
        }

        var description = await TopicCheck.Exists(context, topic, cancellationToken);
        var options = OptionsOf(context, group, start);
        await using var admin = context.NewAdmin();
        var ends = context.Get(ExitAtEnd)
            ? await PartitionEnds.Find(admin, description, options.IsolationLevel, cancellationToken)
            : null;
        await using var consumer = new Consumer<byte[]?, byte[]?>(
            options, Deserializers.ByteArray, Deserializers.ByteArray);
        if (group is null)
        {
            consumer.Assign(await StartPositions.Find(admin, description, wanted, start, cancellationToken));
        }
        else
        {
            consumer.Subscribe([topic]);
        }

        var run = new ConsumeRun(consumer, context.Host, RecordFormat.Read(context), context.Get(MaxMessages), ends);
        await run.Print(cancellationToken);
        if (group is not null && consumer.Assignment.Count > 0)
        {
            await consumer.CommitAsync(CancellationToken.None);
        }

        return run.IsCutShort ? ExitCode.Interrupted : ExitCode.Ok;
    }

    private static ConsumerOptions OptionsOf(CommandContext context, string? group, StartPosition? start) => new()
    {
        BootstrapServers = context.BootstrapServers,
        ClientId = GlobalOptions.ClientId,
        GroupId = group,
        AutoOffsetReset = start is StartPosition.Beginning ? AutoOffsetReset.Earliest : AutoOffsetReset.Latest,
        IsolationLevel = context.Get(ReadCommitted) ? IsolationLevel.ReadCommitted : IsolationLevel.ReadUncommitted,
        AllowAutoCreateTopics = false,
        DefaultApiTimeout = context.Timeout,
        RequestTimeout = context.Timeout,
        ConnectTimeout = context.Timeout,
        FetchMaxWait = TimeSpan.FromSeconds(Math.Min(0.5, context.Timeout.TotalSeconds / 2)),
        LoggerFactory = context.NewLog(),
    };
}
