using Cloud.Cli.Hosting;
using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Cli.Partitions;

/// <summary>Says of each partition whether it was done.</summary>
internal static class PartitionResults
{
    public static int Report(CommandContext context, AdminResults<TopicPartition, Done> results, string done)
    {
        context.Printer.Write(
            results.Select(result => new
            {
                result.Key.Topic,
                result.Key.Partition,
                IsDone = result.Value.IsOk,
                Error = result.Value.Failure?.Error.ToString(),
            }),
            printer =>
            {
                foreach (var (partition, _) in results.Successes)
                {
                    printer.Line($"{done} {partition}.");
                }
            });
        return context.Report(results.Failures.Select(failure => failure.Value));
    }
}
