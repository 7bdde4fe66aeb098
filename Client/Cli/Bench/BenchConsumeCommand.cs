using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Options;
using Cloud.Cli.Output;
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
        var count = await Available(context, topic, cancellationToken);
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
        (await Measure(context, consumer, count, cancellationToken)).Print(context.Printer);
        return ExitCode.Ok;
    }

    // No more than there are, so that it does not wait for others.
    private static async Task<long> Available(
        CommandContext context, TopicDescription topic, CancellationToken cancellationToken)
    {
        await using var admin = context.NewAdmin();
        var partitions = TopicPartitions.Of(topic);
        var starts = await admin.ListOffsetsAsync(
            partitions.ToDictionary(one => one, _ => OffsetSpec.Earliest), cancellationToken: cancellationToken);
        var ends = await admin.ListOffsetsAsync(
            partitions.ToDictionary(one => one, _ => OffsetSpec.Latest), cancellationToken: cancellationToken);
        var there = partitions.Sum(one => ends[one].Value.Offset.DistanceFrom(starts[one].Value.Offset));
        return there > 0
            ? Math.Min(there, context.Get(Records))
            : throw new UsageException($"Topic '{topic.Name}' is empty; 'cloud bench produce {topic.Name}' fills it.");
    }

    private static async Task<BenchReport> Measure(
        CommandContext context,
        Consumer<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> consumer,
        long count,
        CancellationToken cancellationToken)
    {
        var progress = new Progress(context.Host);
        var (records, bytes) = (0L, 0L);
        try
        {
            await foreach (var batch in consumer.ConsumeBatchesAsync(cancellationToken))
            {
                records += batch.Records.Count;
                bytes += batch.Records.Sum(record => (long)record.Key.Length + record.Value.Length);
                progress.Show(records, bytes);
                if (records >= count)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C: what was read until then is told.
        }

        var elapsed = progress.Elapsed;
        progress.End();
        return new(records, bytes, elapsed, Latencies: null);
    }
}
