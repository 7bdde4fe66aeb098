using System.Buffers.Binary;

namespace Cloud.Protocol.Compression;

/// <summary>
/// Finds earlier occurrences of the next four bytes in a block of at most 64 KiB, by a hash table of positions: the
/// greedy search that both snappy and lz4 use in their fast form. The longer nothing is found, the wider it steps.
/// </summary>
internal ref struct MatchFinder
{
    public const int BlockBytesMax = 64 * 1024;
    public const int WordBytes = sizeof(uint);
    public const int TableSize = 1 << TableBits;

    private const int TableBits = 13;
    private const uint HashFactor = 2654435761;
    private const int PatienceShift = 5;

    private readonly ReadOnlySpan<byte> _block;
    private readonly Span<ushort> _table;
    private readonly int _lastStart;

    /// <summary>Matches start at or before <paramref name="lastStart"/>; the table is cleared and used.</summary>
    public MatchFinder(ReadOnlySpan<byte> block, Span<ushort> table, int lastStart)
    {
        Invariant.Holds(block.Length <= BlockBytesMax && lastStart <= block.Length - WordBytes);
        Invariant.Holds(table.Length == TableSize);
        _block = block;
        _table = table;
        _lastStart = lastStart;
        table.Clear();
    }

    /// <summary>Where the found bytes stand.</summary>
    public int Position { get; private set; }

    /// <summary>Where the same bytes stood before.</summary>
    public int Candidate { get; private set; }

    public bool TryFind(int from)
    {
        var attempts = 1 << PatienceShift;
        for (var position = from; position <= _lastStart; position += attempts++ >> PatienceShift)
        {
            var word = WordAt(position);
            ref var slot = ref _table[Hash(word)];
            var candidate = (int)slot;
            slot = (ushort)position;

            // An empty slot names position 0, which is a candidate like any other.
            if (candidate < position && WordAt(candidate) == word)
            {
                Position = position;
                Candidate = candidate;
                return true;
            }
        }

        return false;
    }

    /// <summary>How many bytes are the same from both places on, not going beyond <paramref name="end"/>.</summary>
    public readonly int MatchLength(int end) =>
        _block[Candidate..].CommonPrefixLength(_block[Position..end]);

    /// <summary>Remembers a place inside of a match: the next match often starts there.</summary>
    public readonly void Remember(int position)
    {
        if (position <= _lastStart)
        {
            _table[Hash(WordAt(position))] = (ushort)position;
        }
    }

    private static int Hash(uint word) => (int)((word * HashFactor) >> (32 - TableBits));

    private readonly uint WordAt(int position) => BinaryPrimitives.ReadUInt32LittleEndian(_block[position..]);
}
