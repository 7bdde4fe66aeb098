using Cloud.Protocol;

namespace Cloud.Simulation.Worlds;

/// <summary>
/// One process in one life: a scheduler that runs its turns in order when the world says so. Killed, it never runs
/// again: what it awaited is lost with it. Its next life is another process. One thread.
/// </summary>
internal sealed class SimulatedProcess(World world, string name) : TaskScheduler
{
    private readonly Queue<Task> _turns = new();

    public string Name => name;

    public World World => world;

    public bool IsPaused { get; set; }

    public bool IsDead { get; private set; }

    public bool HasTurn => !IsDead && !IsPaused && _turns.Count > 0;

    /// <summary>What a turn threw that nobody awaited.</summary>
    public List<Exception> Failures { get; } = [];

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>
    /// Starts something on this process. What it returns is for the world's other processes to await.
    /// </summary>
    public Task<T> Run<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(
            async () => await work(), CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    public void Post(Action action)
    {
        if (!IsDead)
        {
            Task.Factory.StartNew(
                () =>
                {
                    try
                    {
                        action();
                    }
                    catch (Exception failure)
                    {
                        Failures.Add(failure);
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.None,
                this);
        }
    }

    public void RunTurn() => TryExecuteTask(_turns.Dequeue());

    public void Kill()
    {
        IsDead = true;
        _turns.Clear();
    }

    protected override void QueueTask(Task task)
    {
        // Whatever continues on the thread pool is not under the seed any more.
        Invariant.Holds(Environment.CurrentManagedThreadId == world.ThreadId);
        if (!IsDead)
        {
            _turns.Enqueue(task);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _turns;
}
