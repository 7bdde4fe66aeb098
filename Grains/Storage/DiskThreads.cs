using System.Collections.Concurrent;
using Cloud.Core.Storage.Durability;

namespace Cloud.Grains.Storage;

/// <summary>
/// Threads for blocking disk work, so that an fsync never holds up a scheduler. One set a silo; ends with it.
/// Thread-safe.
/// </summary>
public sealed class DiskThreads : IDiskExecutor, IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly ConcurrentQueue<Action> _rest = new();
    private readonly Thread[] _threads;

    /// <param name="threadCount">As many as flushes may be under way at once.</param>
    public DiskThreads(int threadCount)
    {
        _threads = new Thread[threadCount];
        for (var index = 0; index < threadCount; index++)
        {
            _threads[index] = new Thread(RunAll) { IsBackground = true, Name = $"cloud-disk-{index}" };
            _threads[index].Start();
        }
    }

    /// <exception cref="InvalidOperationException">The threads end or have ended, and this is none of them.</exception>
    public void Post(Action work)
    {
        try
        {
            _work.Add(work);
        }
        catch (InvalidOperationException) when (_threads.Contains(Thread.CurrentThread))
        {
            // Work that goes on with more, while the end has begun: this thread does it before it ends.
            _rest.Enqueue(work);
        }
    }

    /// <summary>Returns when what was posted has run, and what that has posted.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _work.Dispose();
    }

    private void RunAll()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }

        while (_rest.TryDequeue(out var work))
        {
            work();
        }
    }
}
