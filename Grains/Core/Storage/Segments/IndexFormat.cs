namespace Cloud.Core.Storage.Segments;

/// <summary>Index files as bytes: entries back to back, nothing else.</summary>
internal static class IndexFormat
{
    public static byte[] Encode<TEntry>(ReadOnlySpan<TEntry> entries)
        where TEntry : struct, IIndexEntry<TEntry>
    {
        var bytes = new byte[entries.Length * TEntry.ByteCount];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i].Encode(bytes.AsSpan(i * TEntry.ByteCount));
        }

        return bytes;
    }

    /// <summary>
    /// False when the bytes cannot be an index: then it is rebuilt from the log. An index has no checksum, so its order
    /// is checked here, and every position it yields is checked again against the batch found there.
    /// </summary>
    public static bool TryDecode<TEntry>(ReadOnlySpan<byte> bytes, out IndexTable<TEntry> table)
        where TEntry : struct, IIndexEntry<TEntry>
    {
        table = IndexTable<TEntry>.Empty;
        var (count, rest) = Math.DivRem(bytes.Length, TEntry.ByteCount);
        if (rest != 0)
        {
            return false;
        }

        var entries = new TEntry[count];
        for (var i = 0; i < count; i++)
        {
            entries[i] = TEntry.Decode(bytes[(i * TEntry.ByteCount)..]);
            var fits = i == 0 ? entries[i].MayBeFirst() : entries[i].MayFollow(entries[i - 1]);
            if (!fits)
            {
                return false;
            }
        }

        table = count == 0 ? table : new(entries, count);
        return true;
    }
}
