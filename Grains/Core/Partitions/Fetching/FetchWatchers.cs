using System.Collections.Concurrent;

namespace Cloud.Core.Partitions.Fetching;

/// <summary>
/// The fetches that wait for more of one partition. Any thread adds and removes; the replica signals.
/// </summary>
public sealed class FetchWatchers
{
    // Made when somebody waits: most partitions of a large broker are idle. By number, so that the order is the same in
    // every run of the simulator.
    private ConcurrentDictionary<long, PendingFetch>? _waiting;

    public void Signal()
    {
        if (Volatile.Read(ref _waiting) is not { IsEmpty: false } waiting)
        {
            return;
        }

        foreach (var (_, fetch) in waiting)
        {
            fetch.Signal();
        }
    }

    internal void Add(PendingFetch fetch)
    {
        if (Volatile.Read(ref _waiting) is null)
        {
            Interlocked.CompareExchange(ref _waiting, new(), null);
        }

        _waiting!.TryAdd(fetch.Number, fetch);
    }

    internal void Remove(PendingFetch fetch) => Volatile.Read(ref _waiting)?.TryRemove(fetch.Number, out _);
}
