namespace Cloud.Client;

/// <summary>
/// Knows how far a partition is done when its records get done in any order: up to the lowest that is not. Thread-safe.
/// </summary>
internal sealed class OffsetTracker
{
    private readonly Lock _gate = new();
    private readonly Queue<TrackedRecord> _open = new();
    private TopicPartitionOffset? _reached;
    private TopicPartitionOffset? _committed;

    /// <summary>Records that are not done, and those that wait for one before them.</summary>
    public int OpenCount
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>What may be committed and is not yet; null for nothing.</summary>
    public TopicPartitionOffset? ToCommit
    {
        get
        {
            lock (_gate)
            {
                return _reached == _committed ? null : _reached;
            }
        }
    }

    /// <summary>A record was read, after all others.</summary>
    public void Begin(TrackedRecord record)
    {
        lock (_gate)
        {
            _open.Enqueue(record);
        }
    }

    /// <summary>A record is done.</summary>
    public void End(TrackedRecord record)
    {
        lock (_gate)
        {
            record.IsDone = true;
            while (_open.TryPeek(out var lowest) && lowest.IsDone)
            {
                _reached = lowest.Next;
                _open.Dequeue();
            }
        }
    }

    public void Committed(TopicPartitionOffset offset)
    {
        lock (_gate)
        {
            _committed = offset;
        }
    }
}
