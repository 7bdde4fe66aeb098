using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Records;
using Cloud.Client;

namespace Cloud.Cli.Bench;

/// <summary><c>cloud bench produce</c></summary>
internal static class BenchProduceCommand
{
    // To time each record costs an object for each; every hundredth shows the same.
    private const int TimedEvery = 100;

    private static readonly Argument<string> Topic = BenchOptions.NewTopic();

    private static readonly Option<long> Records = BenchOptions.NewRecords(1_000_000);

    private static readonly Option<int> Size = BenchOptions.NewSize();

    private static readonly Option<int> BatchSize = new("--batch-size")
    {
        Description = "batch.size: bytes of a batch of one partition.",
        HelpName = "bytes",
        DefaultValueFactory = static _ => 16 * 1024,
    };

    private static readonly Option<double> Linger = new("--linger")
    {
        Description = "linger.ms: how long a batch that is not full waits.",
        HelpName = "ms",
        DefaultValueFactory = static _ => 5,
    };

    public static Command Create(CliHost host)
    {
        var command = new Command("produce", "Writes records as fast as it can.")
        {
            Topic, Records, Size, BatchSize, Linger,
        };
        ProducerSettings.AddTo(command);
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var topic = context.Get(Topic);
        await TopicCheck.Exists(context, topic, cancellationToken);
        var linger = TimeSpan.FromMilliseconds(context.Get(Linger));
        await using var producer = new Producer<Null, byte[]?>(ProducerSettings.Read(context) with
        {
            BatchSize = context.Get(BatchSize),
            Linger = linger,
            DeliveryTimeout = context.Timeout + linger,
        });
        await producer.PartitionsForAsync(topic, cancellationToken);
        var value = BenchOptions.NewValue(context.Get(Size));
        var run = new ProduceMeasurement(producer, topic, value, TimedEvery, context.Host);
        var report = await run.Measure(context.Get(Records), cancellationToken);
        report.Print(context.Printer);
        return run.FirstFailure is { } failure ? context.Report([failure])
            : run.IsCutShort ? ExitCode.Interrupted
            : ExitCode.Ok;
    }
}
