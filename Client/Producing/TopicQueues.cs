using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>The queues of a topic's partitions, as many as metadata knows. Thread-safe.</summary>
internal sealed class TopicQueues(string name, ProducerOptions options, ProducerEnd end)
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile PartitionQueue[] _queues = [];
    private volatile int[] _available = [];
    private int _waiting;

    public string Name => name;

    /// <summary>0 while the topic is not known.</summary>
    public int Count => _queues.Length;

    /// <summary>Null where metadata knows no such partition.</summary>
    public PartitionQueue? Find(int partition)
    {
        var queues = _queues;
        return partition >= 0 && partition < queues.Length ? queues[partition] : null;
    }

    /// <summary>How many batches wait there.</summary>
    public int WaitingIn(int partition) => Find(partition)?.Count ?? 0;

    /// <summary>Partitions that have a leader.</summary>
    public int[] Available => _available;

    public StickyPartition Sticky { get; } = new(options.BatchSize, options.PartitionerAdaptivePartitioning);

    /// <summary>Whether records wait to be appended: later ones line up behind them, to keep the order.</summary>
    public bool HasLine => Volatile.Read(ref _waiting) > 0;

    /// <summary>Takes what metadata says. Partitions do not become fewer, but for a topic that was made anew.</summary>
    public void Update(TopicSnapshot topic)
    {
        lock (_gate)
        {
            var known = _queues;
            _queues =
            [
                .. topic.Partitions.Select((_, index) => index < known.Length
                    ? known[index]
                    : new PartitionQueue(new TopicPartition(name, index), end)),
            ];
            _available = [.. topic.Partitions.Where(partition => partition.HasLeader).Select(each => each.Index)];
        }
    }

    /// <summary>Lines up. Whoever has the turn calls <see cref="EndTurn"/>.</summary>
    public async ValueTask WaitForTurn(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Interlocked.Decrement(ref _waiting);
            throw;
        }
    }

    public void EndTurn()
    {
        _turn.Release();
        Interlocked.Decrement(ref _waiting);
    }

    public void WaitForAppends() => Array.ForEach(_queues, queue => queue.WaitForAppends());
}
