using Cloud.Cli.Hosting;
using Cloud.Cli.Output;
using Cloud.Cli.Records;
using Cloud.Client;

namespace Cloud.Cli.Bench;

/// <summary>Reads and counts, and keeps nothing.</summary>
/// <param name="consumer">Reads.</param>
/// <param name="ends">Where it stops: there may be fewer records than offsets.</param>
/// <param name="host">Shows progress.</param>
internal sealed class ConsumeMeasurement(
    IConsumer<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> consumer, PartitionEnds ends, CliHost host)
{
    /// <summary>Ctrl+C came before the records that it was to read, or the end.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Ends early with Ctrl+C; what was read until then is in the report.</summary>
    public async Task<BenchReport> Measure(long count, CancellationToken cancellationToken)
    {
        var progress = new Progress(host);
        var (records, bytes, elapsed) = (0L, 0L, TimeSpan.Zero);
        await using var watch = new EndWatch(() => ends.AreReached(consumer), host.Clock, cancellationToken);
        try
        {
            await foreach (var batch in consumer.ConsumeBatchesAsync(watch.Ended))
            {
                records += batch.Records.Count;
                bytes += batch.Records.Sum(record => (long)record.Key.Length + record.Value.Length);
                elapsed = progress.Elapsed;
                progress.Show(records, bytes);
                if (records >= count || ends.AreReached(consumer))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (watch.Ended.IsCancellationRequested)
        {
            IsCutShort = !ends.AreReached(consumer);
        }

        progress.End();
        return new(records, bytes, elapsed, Latencies: null);
    }
}
