using Cloud.Embedded.Calls;

namespace Cloud.Embedded.Activations;

/// <summary>
/// Runs the turns of one activation on the thread pool, one at a time. Code that a turn awaits comes back here, because
/// awaits capture the current task scheduler. Enqueueing is thread-safe.
/// </summary>
internal sealed class ActivationScheduler(Activation activation) : TaskScheduler, IThreadPoolWorkItem
{
    // Bounds how long one busy activation keeps a thread from the others.
    private const int TurnsPerRunMax = 64;
    private const int QueueCapacityInitial = 4;

    private static ExecutionContext? _cleanContext;

    private readonly Queue<object> _items = new(QueueCapacityInitial);
    private bool _isScheduled;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Drops the async-local values of the code that ran so far. In a turn.</summary>
    public static void RestoreCleanContext() => ExecutionContext.Restore(_cleanContext!);

    /// <summary>Queues a call to arrive.</summary>
    public void Enqueue(GrainCall call) => EnqueueItem(call);

    /// <summary>Queues code of the runtime or the grain.</summary>
    public void Enqueue(Action action) => EnqueueItem(action);

    /// <summary>Goes on after a pause of the silo.</summary>
    public void Continue() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IThreadPoolWorkItem.Execute()
    {
        // The thread pool runs us without values: what is captured here is the context that has none.
        _cleanContext ??= ExecutionContext.Capture();
        var outer = Activation.Current;
        Activation.Current = activation;
        try
        {
            RunTurns();
        }
        finally
        {
            Activation.Current = outer;
        }
    }

    protected override void QueueTask(Task task) => EnqueueItem(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(Activation.Current, activation) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_items)
        {
            return [.. _items.OfType<Task>()];
        }
    }

    private void EnqueueItem(object item)
    {
        lock (_items)
        {
            _items.Enqueue(item);
            if (_isScheduled)
            {
                return;
            }

            _isScheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    private void RunTurns()
    {
        for (var turn = 0; turn < TurnsPerRunMax; turn++)
        {
            // A paused silo keeps us until it resumes, a dead one for ever.
            if (!activation.Silo.MayRun(this))
            {
                return;
            }

            object? item;
            lock (_items)
            {
                if (!_items.TryDequeue(out item))
                {
                    _isScheduled = false;
                    return;
                }
            }

            RunTurn(item);
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void RunTurn(object item)
    {
        if (item is Task task)
        {
            TryExecuteTask(task);
            return;
        }

        // Wrapped into a task so that this scheduler is the current one for the awaits inside, and so that the turn's
        // changes of async-local values end with it.
        new Task(static item => Activation.Current!.RunTurn(item!), item).RunSynchronously(this);
    }
}
