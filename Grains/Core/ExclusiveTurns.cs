namespace Cloud.Core;

/// <summary>
/// Sends work to a scheduler that runs one turn at a time; without one, it runs where it is asked for. The outcome of
/// the work leaves from that scheduler and not from the thread pool.
/// </summary>
internal readonly struct ExclusiveTurns(TaskScheduler? scheduler)
{
    public Task<T> Run<TSubject, T>(TSubject subject, Func<TSubject, Task<T>> work) =>
        scheduler is null || scheduler == TaskScheduler.Current ? work(subject) : Post(subject, work, scheduler);

    // Awaited inside: `Unwrap` of a task that completes elsewhere would go on there.
    private static Task<T> Post<TSubject, T>(TSubject subject, Func<TSubject, Task<T>> work, TaskScheduler target) =>
        Task.Factory
            .StartNew(
                async () => await work(subject), CancellationToken.None, TaskCreationOptions.DenyChildAttach, target)
            .Unwrap();
}
