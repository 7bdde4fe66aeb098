using System.Collections.Concurrent;

namespace Cloud.Client;

/// <summary>Keeps what was waited on for those who wait next. Thread-safe.</summary>
internal sealed class PendingDeliveryPool
{
    // As many as one awaits at a time in most programs; more are made and forgotten.
    private const int KeptMax = 1024;

    private readonly ConcurrentQueue<PendingDelivery> _kept = new();
    private int _count;

    public PendingDelivery Rent()
    {
        if (!_kept.TryDequeue(out var pending))
        {
            return new PendingDelivery(this);
        }

        Interlocked.Decrement(ref _count);
        return pending;
    }

    public void Return(PendingDelivery pending)
    {
        if (Volatile.Read(ref _count) < KeptMax)
        {
            Interlocked.Increment(ref _count);
            _kept.Enqueue(pending);
        }
    }
}
