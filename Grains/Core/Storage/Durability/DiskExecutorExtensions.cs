using System.Collections.Concurrent;

namespace Cloud.Core.Storage.Durability;

/// <summary>Awaiting what runs on an executor.</summary>
public static class DiskExecutorExtensions
{
    /// <summary>Completes with what the work returns, or fails with what it throws.</summary>
    public static Task<T> Run<T>(this IDiskExecutor executor, Func<T> work)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        executor.Post(() =>
        {
            try
            {
                completion.SetResult(work());
            }
            catch (Exception error)
            {
                // Handed to who awaits, whatever it is: the executor's thread is not its owner.
                completion.SetException(error);
            }
        });
        return completion.Task;
    }

    /// <summary>Does the work for each item, some of them at once. Once cancelled it begins nothing more.</summary>
    internal static Task RunEach<T>(
        this IDiskExecutor executor,
        IEnumerable<T> items,
        int atOnceMax,
        Action<T> work,
        CancellationToken cancellation = default)
    {
        var waiting = new ConcurrentQueue<T>(items);
        var workers = new Task[Math.Min(atOnceMax, waiting.Count)];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = RunWaiting();
        }

        return Task.WhenAll(workers);

        async Task RunWaiting()
        {
            while (!cancellation.IsCancellationRequested && waiting.TryDequeue(out var item))
            {
                await executor.Run(() =>
                {
                    work(item);
                    return true;
                });
            }
        }
    }
}
