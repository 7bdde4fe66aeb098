using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// Batches of one partition that wait to be sent: those that come again, then the new ones, of which the last takes
/// more records. Thread-safe, but for <see cref="Progress"/>, which is the sender's.
/// </summary>
internal sealed class PartitionQueue(TopicPartition partition, ProducerEnd end)
{
    private readonly Lock _gate = new();
    private readonly List<ProducerBatch> _batches = [];
    private bool _isActive;
    private volatile int _count;

    public TopicPartition Partition => partition;

    public PartitionProgress Progress { get; } = new();

    /// <summary>How many wait; of a moment ago.</summary>
    public int Count => _count;

    /// <summary>
    /// Adds the record to the last batch; to <paramref name="fresh"/>, which then is the last, if it is full.
    /// </summary>
    public AppendResult TryAppend(
        RecordDraft draft,
        object? target,
        bool isTold,
        ProducerBatch? fresh = null,
        IncompleteBatches? incomplete = null)
    {
        lock (_gate)
        {
            end.ThrowIfSet();
            var last = _batches.Count > 0 && _batches[^1] is { IsFull: false, Order: ProducerBatch.None } open
                ? open
                : null;
            if (last is not null && last.TryAppend(draft, target, isTold))
            {
                return AppendResult.Appended;
            }

            if (last is not null)
            {
                last.IsFull = true;
            }

            if (fresh is null)
            {
                return AppendResult.NeedsBatch;
            }

            fresh.TryAppend(draft, target, isTold);
            incomplete!.Add(fresh);
            Insert(_batches.Count, fresh);
            return Activate() ? AppendResult.AppendedToIdle : AppendResult.AppendedToNew;
        }
    }

    /// <summary>Puts a batch back where it was. True when the sender does not look at this queue yet.</summary>
    public bool Return(ProducerBatch batch)
    {
        lock (_gate)
        {
            var index = _batches.FindIndex(other => other.Order == ProducerBatch.None || other.Order > batch.Order);
            Insert(index < 0 ? _batches.Count : index, batch);
            return Activate();
        }
    }

    public void Remove(ProducerBatch batch)
    {
        lock (_gate)
        {
            _batches.Remove(batch);
            _count = _batches.Count;
        }
    }

    /// <summary>Waits for whoever is appending now.</summary>
    public void WaitForAppends()
    {
        lock (_gate)
        {
            // To have had the lock is all.
        }
    }

    /// <summary>False, and the sender need not look at it any more, when it is empty.</summary>
    public bool StaysActive()
    {
        lock (_gate)
        {
            return _isActive = _batches.Count > 0;
        }
    }

    /// <summary>The first batch and whether it waits for more records; null when there is none.</summary>
    public ProducerBatch? Peek(out bool isOpen)
    {
        lock (_gate)
        {
            var first = _batches.Count > 0 ? _batches[0] : null;
            isOpen = _batches.Count == 1 && first is { IsFull: false, Order: ProducerBatch.None };
            return first;
        }
    }

    /// <summary>Takes the first batch out, after which it changes no more.</summary>
    public void Take(ProducerBatch first)
    {
        lock (_gate)
        {
            Invariant.Holds(ReferenceEquals(_batches[0], first));
            _batches.RemoveAt(0);
            _count = _batches.Count;
            first.IsFull = true;
        }
    }

    private void Insert(int index, ProducerBatch batch)
    {
        _batches.Insert(index, batch);
        _count = _batches.Count;
    }

    private bool Activate()
    {
        var wasActive = _isActive;
        _isActive = true;
        return !wasActive;
    }
}
