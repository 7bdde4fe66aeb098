using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Output;
using Cloud.Cli.Records;
using Cloud.Client;

namespace Cloud.Cli.Bench;

/// <summary><c>cloud bench latency</c></summary>
internal static class BenchLatencyCommand
{
    private const int WarmUpRecords = 200;

    private static readonly Argument<string> Topic = BenchOptions.NewTopic();

    private static readonly Option<long> Records = BenchOptions.NewRecords(10_000);

    private static readonly Option<int> Size = BenchOptions.NewSize();

    public static Command Create(CliHost host)
    {
        var command = new Command("latency", "Writes records one after the other, and waits for each.")
        {
            Topic, Records, Size,
        };
        ProducerSettings.AddTo(command);
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var topic = context.Get(Topic);
        await TopicCheck.Exists(context, topic, cancellationToken);
        await using var producer = new Producer<Null, byte[]?>(ProducerSettings.Read(context) with
        {
            Linger = TimeSpan.Zero,
            DeliveryTimeout = context.Timeout,
        });
        var value = BenchOptions.NewValue(context.Get(Size));
        for (var index = 0; index < WarmUpRecords; index++)
        {
            await producer.ProduceAsync(new(topic, default, value), cancellationToken);
        }

        var report = await Measure(context, producer, value, cancellationToken);
        report.Print(context.Printer);
        return report.Records < context.Get(Records) ? ExitCode.Interrupted : ExitCode.Ok;
    }

    // Ctrl+C ends it early; what was measured until then is told.
    private static async Task<BenchReport> Measure(
        CommandContext context, Producer<Null, byte[]?> producer, byte[] value, CancellationToken cancellationToken)
    {
        var (topic, clock) = (context.Get(Topic), context.Host.Clock);
        var latencies = new LatencyHistogram();
        var progress = new Progress(context.Host);
        while (latencies.Count < context.Get(Records) && !cancellationToken.IsCancellationRequested)
        {
            var start = clock.GetTimestamp();
            await producer.ProduceAsync(new(topic, default, value), CancellationToken.None);
            latencies.Add(clock.GetElapsedTime(start));
            progress.Show(latencies.Count, latencies.Count * value.Length);
        }

        progress.End();
        return new(latencies.Count, latencies.Count * value.Length, progress.Elapsed, latencies);
    }
}
