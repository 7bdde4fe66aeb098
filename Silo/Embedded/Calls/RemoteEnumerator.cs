namespace Cloud.Embedded.Calls;

/// <summary>
/// The reader's side of one enumeration: each step is a call to the grain, as is the end of a reader that leaves early.
/// Used by one reader, as enumerators are.
/// </summary>
internal sealed class RemoteEnumerator<T>(
    GrainProxy grain,
    GrainMethod step,
    Func<object, CancellationToken, IAsyncEnumerable<T>> source,
    CancellationToken callerToken,
    CancellationToken readerToken) : IAsyncEnumerator<T>
{
    // Half the time that a response may take: a producer that has nothing yet says so before that.
    private readonly ProducedItems<T> _items =
        new(grain.GrainId, source, grain.Caller.ResponseTimeout / 2, grain.Caller.Clock);

    private readonly CancellationTokenSource _cancellation =
        CancellationTokenSource.CreateLinkedTokenSource(callerToken, readerToken);

    private bool _isUnderWay;
    private bool _isAtEnd;

    public T Current { get; private set; } = default!;

    public async ValueTask<bool> MoveNextAsync()
    {
        ProducedItem<T> item;
        do
        {
            ThrowIfCancelled();
            if (_isAtEnd)
            {
                return false;
            }

            _isUnderWay = true;
            item = await Step();
        }
        while (item.IsStillToCome);

        _isAtEnd = item.IsEnd;
        _isUnderWay = !_isAtEnd;
        Current = item.Value;
        return !_isAtEnd;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isUnderWay)
        {
            _isUnderWay = false;
            try
            {
                await grain.Send(new StepCall<Nothing>(step, _items.End, CancellationToken.None));
            }
            catch (Exception)
            {
                // The producer is gone, or does not answer. The reader leaves all the same, with the failure of the
                // last step if there was one.
            }
        }

        _cancellation.Dispose();
    }

    private async Task<ProducedItem<T>> Step()
    {
        try
        {
            return await grain.Send(new StepCall<ProducedItem<T>>(step, _items.Next, _cancellation.Token));
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            ThrowIfCancelled();
            throw;
        }
    }

    // With the token that the reader knows.
    private void ThrowIfCancelled()
    {
        readerToken.ThrowIfCancellationRequested();
        callerToken.ThrowIfCancellationRequested();
    }

    private sealed class StepCall<TResult>(
        GrainMethod method, Func<object, ValueTask<TResult>> run, CancellationToken callerToken)
        : GrainCall<TResult>(method, callerToken)
    {
        protected override ValueTask<TResult> Invoke(object grain) => run(grain);
    }
}
