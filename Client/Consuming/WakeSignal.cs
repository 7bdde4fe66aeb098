using System.Threading.Channels;

namespace Cloud.Client;

/// <summary>Wakes the one who waits. Set while nobody does, it lets the next one through. Thread-safe.</summary>
internal sealed class WakeSignal
{
    private readonly Channel<bool> _set = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _set.Writer.TryWrite(true);

    public ValueTask<bool> Wait(CancellationToken cancellationToken) => _set.Reader.ReadAsync(cancellationToken);

    /// <summary>Waits no longer than so; an infinite time is allowed.</summary>
    public async ValueTask Wait(TimeSpan longest, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (longest == Timeout.InfiniteTimeSpan)
        {
            await Wait(cancellationToken).ConfigureAwait(false);
            return;
        }

        using var timeout = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await Wait(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time is up, which is as good as a signal.
        }
    }
}
