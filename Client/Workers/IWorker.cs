namespace Cloud.Client;

/// <summary>A worker, for who runs it or watches it.</summary>
public interface IWorker
{
    /// <summary>Reads and processes until it is stopped. One run at a time.</summary>
    /// <param name="stopping">
    /// Ends it with grace: nothing more is begun, what has begun is finished and committed, the group is left.
    /// </param>
    /// <param name="timeUp">
    /// Ends grace: handlers are cancelled, and what they did not finish will be processed again.
    /// </param>
    Task RunAsync(CancellationToken stopping, CancellationToken timeUp = default);

    /// <summary>How it is now. Any thread.</summary>
    WorkerReport Report();

    /// <summary>How long without progress is too long; see <see cref="ConsumerWorkerOptions.StalledAfter"/>.</summary>
    TimeSpan StalledAfter { get; }
}
