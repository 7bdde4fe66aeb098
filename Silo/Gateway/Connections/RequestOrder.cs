namespace Cloud.Gateway.Connections;

/// <summary>
/// Which request of a connection may begin while earlier ones are not done: one that may overlap, next to others that
/// may. All others are alone, as every request is in Kafka. Owned by the connection's read loop.
/// </summary>
internal sealed class RequestOrder
{
    // Done when all that were begun are.
    private Task _earlier = Task.CompletedTask;
    private bool _mayEarlierOverlap = true;

    public async ValueTask WhenItMayBegin(bool mayOverlap, CancellationToken cancellation)
    {
        if (_earlier.IsCompleted || (mayOverlap && _mayEarlierOverlap))
        {
            return;
        }

        // A failure of them ends the connection where they are awaited for their answers.
        await _earlier.WaitAsync(cancellation).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancellation.ThrowIfCancellationRequested();
    }

    public void Begun(Task answer, bool mayOverlap)
    {
        _earlier = _earlier.IsCompleted ? answer : Task.WhenAll(_earlier, answer);
        _mayEarlierOverlap = mayOverlap;
    }
}
