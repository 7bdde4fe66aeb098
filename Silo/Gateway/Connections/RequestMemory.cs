namespace Cloud.Gateway.Connections;

/// <summary>
/// What all requests that are under way may take together. Who finds it used up waits, and its client with it. Any
/// thread.
/// </summary>
internal sealed class RequestMemory(long bytesMax)
{
    private readonly Lock _lock = new();
    private readonly Queue<(long ByteCount, TaskCompletionSource Turn)> _waiting = new();
    private long _used;

    public long Used => Interlocked.Read(ref _used);

    /// <summary>Somebody waits.</summary>
    public bool IsShort
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Any(waiting => !waiting.Turn.Task.IsCompleted);
            }
        }
    }

    public ValueTask Acquire(long byteCount, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 && HasRoomFor(byteCount))
            {
                _used += byteCount;
                return ValueTask.CompletedTask;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((byteCount, turn));
            return new(Wait(turn, byteCount, cancellation));
        }
    }

    public void Release(long byteCount)
    {
        lock (_lock)
        {
            _used -= byteCount;
            while (_waiting.TryPeek(out var next) && (next.Turn.Task.IsCompleted || HasRoomFor(next.ByteCount)))
            {
                _waiting.Dequeue();
                if (next.Turn.TrySetResult())
                {
                    _used += next.ByteCount;
                }
            }
        }
    }

    // One that is larger than everything is served when it is alone.
    private bool HasRoomFor(long byteCount) => _used == 0 || _used + byteCount <= bytesMax;

    private async Task Wait(TaskCompletionSource turn, long byteCount, CancellationToken cancellation)
    {
        using var registration = cancellation.Register(() => turn.TrySetCanceled(cancellation));
        await turn.Task;
    }
}
