using Cloud.Core.Replication;

namespace Cloud.Core.Partitions.Fetching;

/// <summary>
/// A fetch that waits until there is more in one of its partitions, or its time is up. Any thread signals; the one that
/// waits arms it before each look, so that nothing which happens after the look is missed.
/// </summary>
internal sealed class PendingFetch(long number, Moment deadline) : ITimedWaiter
{
    private TaskCompletionSource _signal = NewSignal();
    private volatile bool _isDone;
    private volatile bool _isExpired;

    /// <summary>Tells it from all others of the broker.</summary>
    public long Number => number;

    public Moment Deadline => deadline;

    public bool IsDone => _isDone;

    public bool IsExpired => _isExpired;

    /// <summary>Completes at the first signal since it was armed.</summary>
    public Task Signalled => Volatile.Read(ref _signal).Task;

    /// <summary>By the one that waits.</summary>
    public void Arm()
    {
        if (Signalled.IsCompleted)
        {
            Volatile.Write(ref _signal, NewSignal());
        }
    }

    public void Signal() => Volatile.Read(ref _signal).TrySetResult();

    public void Finish() => _isDone = true;

    public void Expire()
    {
        _isExpired = true;
        Signal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
