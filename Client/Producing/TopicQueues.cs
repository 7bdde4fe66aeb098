using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>
/// The queues of a topic's partitions, of which as many are in use as metadata knows. A queue stays once it is there,
/// as it counts the sequences of its partition: a broker that is behind may tell of fewer partitions for a while.
/// Thread-safe.
/// </summary>
internal sealed class TopicQueues(string name, ProducerOptions options, MetadataCache metadata, ProducerEnd end)
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile PartitionQueue[] _queues = [];
    private volatile int _count;
    private volatile int[] _available = [];
    private int _waiting;

    public string Name => name;

    /// <summary>0 while the topic is not known.</summary>
    public int Count => _count;

    /// <summary>Null where metadata knows no such partition.</summary>
    public PartitionQueue? Find(int partition) => partition >= 0 && partition < _count ? _queues[partition] : null;

    /// <summary>How many batches wait there.</summary>
    public int WaitingIn(int partition) => Find(partition)?.Count ?? 0;

    /// <summary>Partitions that have a leader.</summary>
    public int[] Available => _available;

    public StickyPartition Sticky { get; } = new(options.BatchSize, options.PartitionerAdaptivePartitioning);

    /// <summary>Whether records wait to be appended: later ones line up behind them, to keep the order.</summary>
    public bool HasLine => Volatile.Read(ref _waiting) > 0;

    /// <summary>Takes what metadata says now: what it said when it called may have been overtaken.</summary>
    public void Update()
    {
        lock (_gate)
        {
            if (metadata.Snapshot.Find(name) is not { Error: KafkaError.None } topic)
            {
                return;
            }

            // The queues first: who sees the number finds as many.
            _queues =
            [
                .. _queues,
                .. topic.Partitions.Skip(_queues.Length)
                    .Select(each => new PartitionQueue(new TopicPartition(name, each.Index), end)),
            ];
            _count = topic.Partitions.Length;
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
