namespace Cloud.Client;

/// <summary>
/// Batches that are neither written nor have failed, in the order of their beginnings: the first is the first to be too
/// late. Thread-safe.
/// </summary>
internal sealed class IncompleteBatches(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<ProducerBatch> _batches = new();

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _batches.Count == 0;
            }
        }
    }

    public ProducerBatch? Oldest
    {
        get
        {
            lock (_gate)
            {
                return _batches.First?.Value;
            }
        }
    }

    public void Add(ProducerBatch batch)
    {
        lock (_gate)
        {
            batch.CreatedAt = clock.GetTimestamp();
            _batches.AddLast(batch.Node);
        }
    }

    /// <summary>The parts take the place of the whole, also for those who wait for it.</summary>
    public void Replace(ProducerBatch whole, IReadOnlyList<ProducerBatch> parts)
    {
        lock (_gate)
        {
            foreach (var part in parts)
            {
                _batches.AddBefore(whole.Node, part.Node);
                part.FlushWaiters.AddRange(whole.FlushWaiters);
                part.FlushWaiters.ForEach(waiter => waiter.Missing++);
            }
        }

        Remove(whole);
    }

    public void Remove(ProducerBatch batch)
    {
        lock (_gate)
        {
            if (batch.Node.List is null)
            {
                return;
            }

            _batches.Remove(batch.Node);
            foreach (var waiter in batch.FlushWaiters)
            {
                if (--waiter.Missing == 0)
                {
                    waiter.SetResult();
                }
            }

            batch.FlushWaiters.Clear();
        }
    }

    /// <summary>Done when all that there are now are.</summary>
    public Task WhenAllDone()
    {
        var waiter = new FlushWaiter();
        bool isEmpty;
        lock (_gate)
        {
            waiter.Missing = _batches.Count;
            isEmpty = _batches.Count == 0;
            foreach (var batch in _batches)
            {
                batch.FlushWaiters.Add(waiter);
            }
        }

        return isEmpty ? Task.CompletedTask : waiter.Task;
    }

    public ProducerBatch[] ToArray()
    {
        lock (_gate)
        {
            return [.. _batches];
        }
    }
}
