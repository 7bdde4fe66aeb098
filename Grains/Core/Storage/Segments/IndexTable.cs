namespace Cloud.Core.Storage.Segments;

/// <summary>
/// The entries of one index in memory. Written by the log's writer; any thread may read beside it: the count is
/// published after the entry, and whatever would change a published entry makes a new table.
/// </summary>
internal sealed class IndexTable<TEntry>
    where TEntry : struct, IIndexEntry<TEntry>
{
    public static readonly IndexTable<TEntry> Empty = new([], 0);

    private const int SmallestCapacity = 4;

    private readonly TEntry[] _entries;
    private int _count;

    public IndexTable(TEntry[] entries, int count)
    {
        _entries = entries;
        _count = count;
    }

    public int Count => Volatile.Read(ref _count);

    public TEntry this[int index] => _entries[index];

    public ReadOnlySpan<TEntry> Span => _entries.AsSpan(0, Count);

    /// <summary>Returns the table that holds the entry: this one, or a larger copy when it was full.</summary>
    public IndexTable<TEntry> Add(TEntry entry)
    {
        if (_count < _entries.Length)
        {
            _entries[_count] = entry;
            Volatile.Write(ref _count, _count + 1);
            return this;
        }

        var larger = new TEntry[Math.Max(SmallestCapacity, 2 * _entries.Length)];
        _entries.AsSpan(0, _count).CopyTo(larger);
        larger[_count] = entry;
        return new(larger, _count + 1);
    }

    /// <summary>A copy of the first entries: never the same array, because readers may still hold this table.</summary>
    public IndexTable<TEntry> First(int count) => count == 0 ? Empty : new(Span[..count].ToArray(), count);
}
