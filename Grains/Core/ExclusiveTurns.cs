namespace Cloud.Core;

/// <summary>
/// Sends work to a scheduler that runs one turn at a time; without one, it runs where it is asked for. The outcome of
/// the work leaves from that scheduler and not from the thread pool.
/// </summary>
internal readonly struct ExclusiveTurns(TaskScheduler? scheduler)
{
    public Task<T> Run<TSubject, T>(TSubject subject, Func<TSubject, Task<T>> work) =>
        Run(subject, work, static (subject, work) => work(subject));

    /// <summary>The same without a closure, for what is done all the time.</summary>
    public Task<T> Run<TSubject, TArgument, T>(
        TSubject subject, TArgument argument, Func<TSubject, TArgument, Task<T>> work) =>
        scheduler is null || scheduler == TaskScheduler.Current
            ? work(subject, argument)
            : Task.Factory
                .StartNew(
                    static turn => ((Turn<TSubject, TArgument, T>)turn!).Run(),
                    new Turn<TSubject, TArgument, T>(subject, argument, work),
                    CancellationToken.None,
                    TaskCreationOptions.DenyChildAttach,
                    scheduler)
                .Unwrap();

    private sealed class Turn<TSubject, TArgument, T>(
        TSubject subject, TArgument argument, Func<TSubject, TArgument, Task<T>> work)
    {
        public Task<T> Run()
        {
            var working = work(subject, argument);

            // Awaited here: `Unwrap` of a task that completes elsewhere would go on there.
            return working.IsCompleted ? working : Awaited(working);
        }

        private static async Task<T> Awaited(Task<T> working) => await working;
    }
}
