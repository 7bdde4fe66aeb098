namespace Cloud.Simulation.Scheduling;

/// <summary>
/// Runs tasks one at a time on the thread that asks for it, in the order of a seed. What is awaited in them comes back
/// here.
/// </summary>
public sealed class SeededScheduler(int seed) : TaskScheduler
{
    private readonly Random _random = new(seed);
    private readonly List<Task> _ready = [];

    public int ReadyCount => _ready.Count;

    public Task Start(Func<Task> work) => Task.Factory
        .StartNew(async () => await work(), CancellationToken.None, TaskCreationOptions.DenyChildAttach, this)
        .Unwrap();

    public Task<T> Start<T>(Func<Task<T>> work) => Task.Factory
        .StartNew(async () => await work(), CancellationToken.None, TaskCreationOptions.DenyChildAttach, this)
        .Unwrap();

    /// <summary>False when there is nothing to run.</summary>
    public bool RunOne()
    {
        if (_ready.Count == 0)
        {
            return false;
        }

        var at = _random.Next(_ready.Count);
        var task = _ready[at];
        _ready.RemoveAt(at);

        // A test framework's context would take the continuations away from here.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            TryExecuteTask(task);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }

        return true;
    }

    protected override void QueueTask(Task task) => _ready.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;
}
