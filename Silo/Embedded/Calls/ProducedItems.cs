using Orleans.Runtime;

namespace Cloud.Embedded.Calls;

/// <summary>
/// The grain's side of one enumeration. Used in turns of the grain only, which may interleave at its awaits. Nobody
/// waits for the producer longer than <paramref name="patience"/> at a time.
/// </summary>
internal sealed class ProducedItems<T>(
    GrainId grainId,
    Func<object, CancellationToken, IAsyncEnumerable<T>> source,
    TimeSpan patience,
    TimeProvider clock)
{
    private readonly CancellationTokenSource _cancellation = new();
    private IAsyncEnumerator<T>? _items;
    private Task<bool>? _next;

    // The grain object tells whether the activation is still the same.
    private object? _producer;

    /// <summary>The next item, or the news that it is still to come.</summary>
    public async ValueTask<ProducedItem<T>> Next(object grain)
    {
        _producer ??= grain;
        if (!ReferenceEquals(_producer, grain))
        {
            throw new EnumerationAbortedException(
                $"Enumeration aborted: the activation of {grainId} that produced it is gone.");
        }

        _items ??= source(grain, _cancellation.Token).GetAsyncEnumerator(_cancellation.Token);
        var next = _next ??= _items.MoveNextAsync().AsTask();
        await CompletionOf(next);
        if (!next.IsCompleted)
        {
            return ProducedItem<T>.StillToCome;
        }

        _next = null;
        if (await next)
        {
            return ProducedItem<T>.Of(_items.Current);
        }

        await _items.DisposeAsync();
        return ProducedItem<T>.End;
    }

    /// <summary>The reader leaves: the producer is told to stop, and its iterator is disposed once it has.</summary>
    public async ValueTask<Nothing> End(object grain)
    {
        if (_items is not { } items || !ReferenceEquals(_producer, grain))
        {
            return default;
        }

        var next = _next ?? Task.CompletedTask;
        try
        {
            _cancellation.Cancel();
        }
        finally
        {
            await CompletionOf(next);
            if (next.IsCompleted)
            {
                await items.DisposeAsync();
            }
        }

        return default;
    }

    // Of a failure, whoever takes the result hears.
    private async Task CompletionOf(Task next)
    {
        if (!next.IsCompleted)
        {
            await next.WaitAsync(patience, clock).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }
}
