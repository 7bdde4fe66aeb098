namespace Cloud.Client;

/// <summary>
/// What was fetched and not handed out yet, in the order in which it came. Filled by fetches, drained by the one who
/// consumes, who alone frees it: nobody takes bytes from under a reader.
/// </summary>
internal sealed class FetchBuffer(PartitionTable table)
{
    private readonly LinkedList<FetchedRecords> _items = new();
    private long _bytes;

    /// <summary>Raised when something can be handed out, or went wrong.</summary>
    public event Action? Filled;

    /// <summary>Whole answers, as long as a part of them is needed.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Only inside of the gate: whether there is something for the one who consumes to do.</summary>
    public bool HasWork => _items.Any(item => !item.IsCurrent || item.State.IsReadable);

    public void Reserve(long byteCount) => Interlocked.Add(ref _bytes, byteCount);

    public void Release(long byteCount) => Interlocked.Add(ref _bytes, -byteCount);

    /// <summary>Only inside of the gate.</summary>
    public void Add(FetchedRecords item)
    {
        _items.AddLast(item);
        item.State.BufferedBytes += item.ByteCount;
        item.State.HasFault |= item.HasFault;
    }

    /// <summary>Tells the one who consumes to look again.</summary>
    public void Notify() => Filled?.Invoke();

    /// <summary>The oldest that can be handed out; null when there is none. What is void is freed on the way.</summary>
    public FetchedRecords? Next()
    {
        lock (table.Gate)
        {
            for (var node = _items.First; node is not null;)
            {
                var item = node.Value;
                if (item.IsCurrent && item.State.IsReadable)
                {
                    return item;
                }

                node = node.Next;
                if (!item.IsCurrent)
                {
                    Remove(item);
                }
            }

            return null;
        }
    }

    /// <summary>Frees what has been read to its end. More than once is as good as once.</summary>
    public void Remove(FetchedRecords item)
    {
        lock (table.Gate)
        {
            if (_items.Remove(item))
            {
                item.State.BufferedBytes -= item.ByteCount;
                item.Dispose();
                table.Wake();
            }
        }
    }
}
