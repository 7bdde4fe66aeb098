using Cloud.Protocol;

namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// For each key of the dirty part of a log the last offset it occurs at. Holds hashes, not keys, in one array whose
/// size is fixed when it is made: 24 bytes a slot, however large the log. What does not fit is left for the next run.
/// Owned by one compaction; not for several threads.
/// </summary>
internal sealed class OffsetMap
{
    /// <summary>Slots are probed one after the other: fuller than this, look-ups grow long.</summary>
    public const double LoadMax = 0.8;

    private const int SlotBytes = 24;
    private const int SlotsMin = 16;

    private readonly KeyHasher _hasher;
    private readonly Slot[] _slots;
    private readonly int _keysMax;

    /// <param name="keysExpected">
    /// An upper bound spares memory in small logs; the offsets to be covered are one.
    /// </param>
    /// <param name="memoryBytesMax">No more than this is ever allocated.</param>
    public OffsetMap(KeyHasher hasher, long keysExpected, int memoryBytesMax)
    {
        Invariant.Holds(keysExpected >= 0 && memoryBytesMax >= SlotsMin * SlotBytes);
        _hasher = hasher;
        var slotsWanted = Math.Max(SlotsMin, Math.Ceiling(keysExpected / LoadMax) + 1);
        _slots = new Slot[(int)Math.Min(slotsWanted, memoryBytesMax / SlotBytes)];
        _keysMax = (int)(_slots.Length * LoadMax);
    }

    public int Count { get; private set; }

    public int CountMax => _keysMax;

    /// <summary>Inclusive: up to here the map knows every record. Records beyond it may not be judged by it.</summary>
    public Offset LatestOffset { get; private set; } = Offset.None;

    /// <summary>False when the key is new and the map is full.</summary>
    public bool TryPut(ReadOnlySpan<byte> key, Offset offset)
    {
        ref var slot = ref Find(_hasher.Hash(key), out var hash);
        if (slot.IsEmpty)
        {
            if (Count == _keysMax)
            {
                return false;
            }

            Count++;
        }

        slot = new(hash, offset);
        return true;
    }

    /// <summary>The last offset of the key, or <see cref="Offset.None"/>.</summary>
    public Offset LatestFor(ReadOnlySpan<byte> key)
    {
        ref var slot = ref Find(_hasher.Hash(key), out _);
        return slot.IsEmpty ? Offset.None : slot.Offset;
    }

    public void CoverUpTo(Offset offset)
    {
        Invariant.Holds(offset >= LatestOffset);
        LatestOffset = offset;
    }

    // The slot of the hash, or the empty one where it belongs. There always is one: the map is never full.
    private ref Slot Find(KeyHash wanted, out KeyHash hash)
    {
        hash = wanted;
        var at = (int)Math.BigMul(wanted.High, (ulong)_slots.Length, out _);
        while (!_slots[at].IsEmpty && _slots[at].Hash != wanted)
        {
            at = at + 1 == _slots.Length ? 0 : at + 1;
        }

        return ref _slots[at];
    }

    // An offset is stored plus one, so that cleared memory is empty.
    private readonly struct Slot(KeyHash hash, Offset offset)
    {
        private readonly long _offsetPlusOne = offset.Value + 1;

        public KeyHash Hash { get; } = hash;

        public bool IsEmpty => _offsetPlusOne == 0;

        public Offset Offset => new(_offsetPlusOne - 1);
    }
}
