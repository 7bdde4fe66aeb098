using System.Threading.Tasks.Sources;

namespace Cloud.Client;

/// <summary>
/// Wakes the one who waits; said several times before it is heard, it counts once. Setting and waiting allocate
/// nothing.
/// </summary>
internal sealed class SenderSignal : IValueTaskSource
{
    private const int Idle = 0;
    private const int Signalled = 1;
    private const int Waiting = 2;

    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private int _state;

    public void Set()
    {
        // A full fence: what was done before is seen by who reads the state as idle afterwards.
        if (Interlocked.Exchange(ref _state, Signalled) == Waiting)
        {
            _core.SetResult(true);
        }
    }

    /// <summary>By one at a time.</summary>
    public ValueTask Wait()
    {
        _core.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle)
        {
            return new(this, _core.Version);
        }

        Volatile.Write(ref _state, Idle);
        Interlocked.MemoryBarrier();
        return ValueTask.CompletedTask;
    }

    void IValueTaskSource.GetResult(short token)
    {
        _core.GetResult(token);
        Volatile.Write(ref _state, Idle);
        Interlocked.MemoryBarrier();
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
