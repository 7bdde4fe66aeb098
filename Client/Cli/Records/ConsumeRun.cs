using Cloud.Cli.Hosting;
using Cloud.Client;

namespace Cloud.Cli.Records;

/// <summary>Prints what a consumer reads, until there is enough of it.</summary>
/// <param name="consumer">Reads.</param>
/// <param name="host">Where to.</param>
/// <param name="format">What of a record is printed, and how.</param>
/// <param name="countMax">Null for no limit.</param>
/// <param name="ends">Null where it does not end by itself.</param>
internal sealed class ConsumeRun(
    IConsumer<byte[]?, byte[]?> consumer, CliHost host, RecordFormat format, long? countMax, PartitionEnds? ends)
{
    // An end without a record, such as one after a transaction's marker, is reached without anything being handed out.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Ctrl+C is one way to end, and no error.</summary>
    public async Task Print(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = ends is null ? Task.CompletedTask : Watch(ends, ending);
        try
        {
            await PrintUntil(ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The end, or Ctrl+C.
        }

        await ending.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await host.Flush();
    }

    private async Task PrintUntil(CancellationToken ended)
    {
        if (countMax is <= 0)
        {
            return;
        }

        var count = 0L;
        await using var records = consumer.ConsumeAsync(ended).GetAsyncEnumerator(ended);
        while (true)
        {
            var next = records.MoveNextAsync();
            if (!next.IsCompleted)
            {
                // Nothing more is there: what was printed is to be seen.
                await host.Flush();
            }

            if (!await next)
            {
                return;
            }

            format.Write(host, records.Current);
            if (++count == countMax)
            {
                return;
            }
        }
    }

    private async Task Watch(PartitionEnds wanted, CancellationTokenSource ending)
    {
        using var timer = new PeriodicTimer(LookInterval, host.Clock);
        while (await timer.WaitForNextTickAsync(ending.Token))
        {
            if (wanted.AreReached(consumer))
            {
                await ending.CancelAsync();
                return;
            }
        }
    }
}
