namespace Cloud.Client;

/// <summary>
/// The bytes that batches may take (<c>buffer.memory</c>). Who finds too little left waits in line; nobody who comes
/// later overtakes. Thread-safe.
/// </summary>
internal sealed class BufferMemory(long total)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _waiters = new();
    private long _free = total;

    /// <summary>Raised, outside of the lock, when somebody begins to wait: what there is should be sent now.</summary>
    public event Action? Exhausted;

    public long Total { get; } = total;

    public long Free
    {
        get
        {
            lock (_gate)
            {
                return _free;
            }
        }
    }

    public bool HasWaiters
    {
        get
        {
            lock (_gate)
            {
                return _waiters.Count > 0;
            }
        }
    }

    /// <summary>False when there is too little, or others wait.</summary>
    public bool TryReserve(int bytes)
    {
        lock (_gate)
        {
            var isFree = _waiters.Count == 0 && bytes <= _free;
            _free -= isFree ? bytes : 0;
            return isFree;
        }
    }

    /// <exception cref="RequestTimeoutException">Time is up.</exception>
    public async ValueTask Reserve(int bytes, Deadline deadline, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(bytes);
        lock (_gate)
        {
            _waiters.AddLast(waiter);
            Grant();
        }

        if (!waiter.Task.IsCompleted)
        {
            Exhausted?.Invoke();
        }

        try
        {
            await deadline.Limit(waiter.Task, $"{bytes} bytes of {Total} (BufferMemory)", cancellationToken)
                .ConfigureAwait(false);
        }
        catch
        {
            Abandon(waiter);
            throw;
        }
    }

    public void Release(int bytes)
    {
        lock (_gate)
        {
            _free += bytes;
            Grant();
        }
    }

    private void Grant()
    {
        while (_waiters.First is { } first && first.Value.Bytes <= _free)
        {
            _waiters.RemoveFirst();
            _free -= first.Value.Bytes;
            first.Value.SetResult();
        }
    }

    // What was granted at the last moment goes back; and whoever stood behind may have enough now.
    private void Abandon(Waiter waiter)
    {
        lock (_gate)
        {
            _free += _waiters.Remove(waiter) ? 0 : waiter.Bytes;
            Grant();
        }
    }

    private sealed class Waiter(int bytes) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public int Bytes => bytes;
    }
}
