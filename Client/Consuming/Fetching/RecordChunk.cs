namespace Cloud.Client;

/// <summary>
/// Records of one partition that were made out of their bytes and wait to be handed out. One that is used again and
/// again. What is left of it when its partition is paused or goes elsewhere is read anew from <see cref="Source"/>.
/// </summary>
internal sealed class RecordChunk<TKey, TValue>
{
    // Grows where batches may be larger.
    private const int FirstCapacity = 512;

    private ConsumerRecord<TKey, TValue>[] _records = new ConsumerRecord<TKey, TValue>[FirstCapacity];

    public FetchedRecords? Source { get; private set; }

    public int Count { get; private set; }

    /// <summary>How many have been handed out.</summary>
    public int HandedOut { get; private set; }

    public bool HasRest => HandedOut < Count;

    /// <summary>Where it goes on when all of it was handed out.</summary>
    public FetchPosition End { get; set; }

    public ReadOnlySpan<ConsumerRecord<TKey, TValue>> Rest => _records.AsSpan(HandedOut, Count - HandedOut);

    public ref readonly ConsumerRecord<TKey, TValue> Current => ref _records[HandedOut];

    public void Start(FetchedRecords source, FetchPosition position)
    {
        (Source, Count, HandedOut, End) = (source, 0, 0, position);
    }

    public void Add(in ConsumerRecord<TKey, TValue> record)
    {
        if (Count == _records.Length)
        {
            Array.Resize(ref _records, _records.Length * 2);
        }

        _records[Count++] = record;
    }

    public void MoveOn() => HandedOut++;

    public void MoveToEnd() => HandedOut = Count;

    public void Clear()
    {
        // What the application has let go is not to be kept alive from here.
        Array.Clear(_records, 0, Count);
        (Source, Count, HandedOut) = (null, 0, 0);
    }
}
