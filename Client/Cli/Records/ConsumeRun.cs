using Cloud.Cli.Hosting;
using Cloud.Client;

namespace Cloud.Cli.Records;

/// <summary>
/// Prints what a consumer reads, until there is enough of it. A record counts as processed, which is what is committed,
/// only when standard output has taken it.
/// </summary>
/// <param name="consumer">Reads.</param>
/// <param name="host">Where to.</param>
/// <param name="format">What of a record is printed, and how.</param>
/// <param name="countMax">Null for no limit.</param>
/// <param name="ends">Null where it does not end by itself.</param>
internal sealed class ConsumeRun(
    IConsumer<byte[]?, byte[]?> consumer, CliHost host, RecordFormat format, long? countMax, PartitionEnds? ends)
{
    /// <summary>Ctrl+C came before the records, or the end, that it was to go on to.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Ctrl+C is one way to end, and no error. All that was handed out is printed then.</summary>
    /// <exception cref="OutputException">Standard output takes nothing more.</exception>
    public async Task Print(CancellationToken cancellationToken)
    {
        await using var watch = ends is null
            ? null
            : new EndWatch(() => ends.AreReached(consumer), host.Clock, cancellationToken);
        var ended = watch?.Ended ?? cancellationToken;
        try
        {
            await PrintUntil(ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The end, or Ctrl+C, which is how it ends where it has no limit.
            IsCutShort = ends is null ? countMax is not null : !ends.AreReached(consumer);
        }
    }

    private async Task PrintUntil(CancellationToken ended)
    {
        var rest = countMax ?? long.MaxValue;
        if (rest <= 0)
        {
            return;
        }

        await foreach (var batch in consumer.ConsumeBatchesAsync(ended))
        {
            var count = (int)Math.Min(rest, batch.Records.Count);
            for (var index = 0; index < count; index++)
            {
                format.Write(host, batch.Records[index]);
            }

            // To ask for the next batch says that this one is processed.
            await host.Flush();
            rest -= count;
            if (rest == 0)
            {
                GoBackTo(batch, count);
                return;
            }
        }
    }

    // What the batch has beyond the limit was handed out and is not printed.
    private void GoBackTo(ConsumerBatch<byte[]?, byte[]?> batch, int count)
    {
        if (count < batch.Records.Count)
        {
            var last = batch.Records[count - 1];
            consumer.Seek(new(last.TopicPartition, last.Offset.Plus(1), last.LeaderEpoch));
        }
    }
}
