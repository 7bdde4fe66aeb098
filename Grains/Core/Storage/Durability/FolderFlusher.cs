using System.Collections.Concurrent;

namespace Cloud.Core.Storage.Durability;

/// <summary>
/// The group commit of one data folder: all its logs queue here, and a few lanes flush them. While a log is being
/// flushed, everything appended to it gathers for its next turn, so the number of flushes follows the disk and not the
/// appends. Any thread may enqueue; lanes run on the executor. Bounded: a log is queued at most once.
/// </summary>
internal sealed class FolderFlusher(IDiskExecutor executor, int lanesMax)
{
    private readonly ConcurrentQueue<IFlushable> _queue = new();
    private Action? _runOne;
    private int _lanes;

    public void Enqueue(IFlushable log)
    {
        _queue.Enqueue(log);
        TryStartLane();
    }

    private void TryStartLane()
    {
        var lanes = Volatile.Read(ref _lanes);
        while (lanes < lanesMax)
        {
            var seen = Interlocked.CompareExchange(ref _lanes, lanes + 1, lanes);
            if (seen == lanes)
            {
                executor.Post(_runOne ??= RunOne);
                return;
            }

            lanes = seen;
        }
    }

    // One log per piece of work: between two of them the executor may run something else.
    private void RunOne()
    {
        try
        {
            if (_queue.TryDequeue(out var log))
            {
                log.Flush();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _lanes);
        }

        // After the decrement: who enqueued before it saw all lanes busy and relies on this look.
        if (!_queue.IsEmpty)
        {
            TryStartLane();
        }
    }
}
