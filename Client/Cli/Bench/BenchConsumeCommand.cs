using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Options;
using Cloud.Cli.Records;
using Cloud.Cli.Topics;
using Cloud.Client;

namespace Cloud.Cli.Bench;

/// <summary><c>cloud bench consume</c></summary>
internal static class BenchConsumeCommand
{
    private const int RecordsOfBatchMax = 10_000;

    private static readonly Argument<string> Topic = BenchOptions.NewTopic();

    private static readonly Option<long> Records = BenchOptions.NewRecords(1_000_000);

    public static Command Create(CliHost host)
    {
        var command = new Command("consume", "Reads records from the beginning as fast as it can.") { Topic, Records };
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var topic = await TopicCheck.Exists(context, context.Get(Topic), cancellationToken);
        await using var admin = context.NewAdmin();
        var ends = await PartitionEnds.Find(admin, topic, IsolationLevel.ReadUncommitted, cancellationToken);
        await ThrowIfEmpty(admin, topic, ends, cancellationToken);
        await using var consumer = new Consumer<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>(
            new ConsumerOptions
            {
                BootstrapServers = context.BootstrapServers,
                ClientId = GlobalOptions.ClientId,
                AutoOffsetReset = AutoOffsetReset.Earliest,
                MaxPollRecords = RecordsOfBatchMax,
                ConnectTimeout = context.Timeout,
                LoggerFactory = context.NewLog(),
            },
            Deserializers.Memory,
            Deserializers.Memory);
        consumer.Assign(TopicPartitions.Of(topic));
        var run = new ConsumeMeasurement(consumer, ends, context.Host);
        (await run.Measure(context.Get(Records), cancellationToken)).Print(context.Printer);
        return run.IsCutShort ? ExitCode.Interrupted : ExitCode.Ok;
    }

    private static async Task ThrowIfEmpty(
        IAdminClient admin, TopicDescription topic, PartitionEnds ends, CancellationToken cancellationToken)
    {
        var starts = await admin.ListOffsetsAsync(
            TopicPartitions.Of(topic).ToDictionary(one => one, _ => OffsetSpec.Earliest),
            cancellationToken: cancellationToken);
        if (starts.ThrowIfAnyFailed().Successes.All(start => ends.IsEnd(start.Key, start.Value.Offset)))
        {
            throw new UsageException($"Topic '{topic.Name}' is empty; 'cloud bench produce {topic.Name}' fills it.");
        }
    }
}
