namespace Cloud.Core.Storage.Durability;

/// <summary>Awaiting what runs on an executor.</summary>
internal static class DiskExecutorExtensions
{
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
}
