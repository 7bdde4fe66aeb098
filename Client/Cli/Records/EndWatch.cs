namespace Cloud.Cli.Records;

/// <summary>
/// Cancels who reads when the end is reached: an end without a record, such as one after a transaction's marker or what
/// compaction has removed, is reached without anything being handed out.
/// </summary>
internal sealed class EndWatch : IAsyncDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _ending;
    private readonly Task _looking;

    /// <param name="isReached">Whether the end is reached; asked at intervals.</param>
    /// <param name="clock">Of the intervals.</param>
    /// <param name="cancellationToken">Ends it, too.</param>
    public EndWatch(Func<bool> isReached, TimeProvider clock, CancellationToken cancellationToken)
    {
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _looking = Look(isReached, clock);
    }

    /// <summary>Cancelled at the end.</summary>
    public CancellationToken Ended => _ending.Token;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task Look(Func<bool> isReached, TimeProvider clock)
    {
        using var timer = new PeriodicTimer(LookInterval, clock);
        while (await timer.WaitForNextTickAsync(_ending.Token))
        {
            if (isReached())
            {
                await _ending.CancelAsync();
                return;
            }
        }
    }
}
