namespace Cloud.Gateway.Connections;

/// <summary>
/// When something moved last on a connection: a request began or came to its end, or the client took some of an answer.
/// Bytes of a request that trickle in are nothing. Written by the connection's loops, read by any thread.
/// </summary>
internal sealed class ConnectionActivity
{
    private readonly TimeProvider _clock;
    private long _last;

    public ConnectionActivity(TimeProvider clock)
    {
        _clock = clock;
        Touch();
    }

    /// <summary>How long nothing has moved.</summary>
    public TimeSpan Idle => _clock.GetElapsedTime(Interlocked.Read(ref _last));

    public void Touch() => Interlocked.Exchange(ref _last, _clock.GetTimestamp());
}
