namespace Cloud.Client;

/// <summary>
/// Where records without a key go: to one partition until a batch's worth of bytes went there, then to another by
/// chance (KIP-794). Partitions whose batches wait are less likely, those without a leader are left out. Thread-safe.
/// </summary>
internal sealed class StickyPartition(int batchBytes, bool isAdaptive)
{
    private const int Nowhere = -1;

    private readonly Lock _gate = new();
    private volatile int _current = Nowhere;
    private long _bytes;

    public int Current(TopicQueues topic)
    {
        var current = _current;
        return current >= 0 && current < topic.Count ? current : Leave(current, topic);
    }

    public void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);

    /// <summary>Whether enough went to the current one, so that the next batch is begun elsewhere.</summary>
    public bool HasEnough => Interlocked.Read(ref _bytes) >= batchBytes;

    /// <summary>Chooses another, unless somebody has left that one already.</summary>
    public int Leave(int former, TopicQueues topic)
    {
        lock (_gate)
        {
            if (_current == former || _current >= topic.Count)
            {
                _current = Choose(topic);
                Interlocked.Exchange(ref _bytes, 0);
            }

            return _current;
        }
    }

    private int Choose(TopicQueues topic)
    {
        var available = topic.Available;
        if (available.Length == 0)
        {
            return Random.Shared.Next(topic.Count);
        }

        if (!isAdaptive || available.Length == 1)
        {
            return available[Random.Shared.Next(available.Length)];
        }

        // The chance of each falls with what waits there; the one with the most keeps a small one.
        var longest = available.Max(partition => topic.WaitingIn(partition));
        var lots = available.Sum(partition => longest + 1 - Math.Min(longest, topic.WaitingIn(partition)));
        var drawn = Random.Shared.Next(lots);
        foreach (var partition in available)
        {
            drawn -= longest + 1 - Math.Min(longest, topic.WaitingIn(partition));
            if (drawn < 0)
            {
                return partition;
            }
        }

        return available[^1];
    }
}
