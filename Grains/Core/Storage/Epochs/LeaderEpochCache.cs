using System.Runtime.InteropServices;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Epochs;

/// <summary>
/// Which leader epoch wrote which part of a log: entries with strictly growing epochs and strictly growing start
/// offsets. The log owns it and is its only writer; it saves <see cref="Entries"/> to <c>leader-epoch-checkpoint</c>
/// whenever a call answers true. The last entry may have no records yet: it must be kept and saved all the same
/// (KAFKA-7415, KAFKA-20961), else a follower that was told this epoch can never find out where it begins.
/// </summary>
public sealed class LeaderEpochCache
{
    // Sorted. Elections are rare, so a log holds few entries; changes happen at the ends.
    private readonly List<EpochEntry> _entries = [];

    public IReadOnlyList<EpochEntry> Entries => _entries;

    public bool IsEmpty => _entries.Count == 0;

    public LeaderEpoch LatestEpoch => IsEmpty ? LeaderEpoch.None : _entries[^1].Epoch;

    public LeaderEpoch EarliestEpoch => IsEmpty ? LeaderEpoch.None : _entries[0].Epoch;

    public bool TryGetLatest(out EpochEntry entry)
    {
        entry = IsEmpty ? default : _entries[^1];
        return !IsEmpty;
    }

    public bool TryGet(LeaderEpoch epoch, out EpochEntry entry)
    {
        var at = LastNotAbove(epoch);
        var found = at >= 0 && _entries[at].Epoch == epoch;
        entry = found ? _entries[at] : default;
        return found;
    }

    /// <summary>The largest epoch below <paramref name="epoch"/>, or <see cref="LeaderEpoch.None"/>.</summary>
    public LeaderEpoch PreviousEpoch(LeaderEpoch epoch)
    {
        var at = LastNotAbove(new(epoch.Value - 1));
        return at >= 0 ? _entries[at].Epoch : LeaderEpoch.None;
    }

    /// <summary>The smallest epoch above <paramref name="epoch"/>, or <see cref="LeaderEpoch.None"/>.</summary>
    public LeaderEpoch NextEpoch(LeaderEpoch epoch)
    {
        var at = LastNotAbove(epoch) + 1;
        return at < _entries.Count ? _entries[at].Epoch : LeaderEpoch.None;
    }

    /// <summary>
    /// Records that <paramref name="epoch"/> starts at <paramref name="startOffset"/>: on an election, and on an append
    /// whose epoch is new. An epoch that is already the latest keeps its start. Entries that the new one contradicts
    /// (not below it in both epoch and offset) are dropped: this is how an empty epoch gives way to its successor, so
    /// that a partition that is elected a million times without a record keeps one entry, not a million.
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    public bool Assign(LeaderEpoch epoch, Offset startOffset)
    {
        Invariant.Holds(epoch.Value >= 0 && startOffset >= Offset.Zero);
        if (TryGetLatest(out var latest) && latest.Epoch == epoch && latest.StartOffset <= startOffset)
        {
            return false;
        }

        while (_entries.Count > 0 && (_entries[^1].Epoch >= epoch || _entries[^1].StartOffset >= startOffset))
        {
            _entries.RemoveAt(_entries.Count - 1);
        }

        _entries.Add(new(epoch, startOffset));
        return true;
    }

    /// <summary>
    /// The end of the largest epoch not above <paramref name="requested"/> (KIP-279). An epoch below all that are known
    /// ends where the first known one starts: its records are gone, and a reader continues there.
    /// </summary>
    public EpochEndOffset EndOffsetFor(LeaderEpoch requested, Offset logEndOffset)
    {
        if (requested.Value < 0 || IsEmpty || requested > LatestEpoch)
        {
            return EpochEndOffset.Unknown;
        }

        if (requested == LatestEpoch)
        {
            return new(requested, logEndOffset);
        }

        var at = LastNotAbove(requested);
        var epoch = at >= 0 ? _entries[at].Epoch : requested;
        return new(epoch, _entries[at + 1].StartOffset);
    }

    /// <summary>
    /// The epoch that the record at <paramref name="offset"/> was written in, or none when it precedes them all.
    /// </summary>
    public LeaderEpoch EpochForOffset(Offset offset)
    {
        for (var at = _entries.Count - 1; at >= 0; at--)
        {
            if (_entries[at].StartOffset <= offset)
            {
                return _entries[at].Epoch;
            }
        }

        return LeaderEpoch.None;
    }

    /// <summary>
    /// Forgets the epochs that start at or above <paramref name="endOffset"/>. Called on every truncation, also on one
    /// that removes no record: the log may hold an empty epoch that its leader never knew (KAFKA-10706).
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    public bool TruncateFromEnd(Offset endOffset) =>
        endOffset >= Offset.Zero && _entries.RemoveAll(entry => entry.StartOffset >= endOffset) > 0;

    /// <summary>
    /// Moves the beginning to <paramref name="startOffset"/>: the epoch that is under way there now starts there.
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    public bool TruncateFromStart(Offset startOffset)
    {
        var covered = CountStartingUpTo(startOffset);
        if (covered == 0 || (covered == 1 && _entries[0].StartOffset == startOffset))
        {
            return false;
        }

        _entries.RemoveRange(0, covered - 1);
        _entries[0] = _entries[0] with { StartOffset = startOffset };
        return true;
    }

    /// <summary>The epochs of <c>[startOffset, endOffset)</c>, as uploaded beside a tiered segment.</summary>
    public IReadOnlyList<EpochEntry> EntriesInRange(Offset startOffset, Offset endOffset)
    {
        var copy = new LeaderEpochCache();
        copy._entries.AddRange(_entries);
        copy.TruncateFromStart(startOffset);
        copy.TruncateFromEnd(endOffset);
        return copy._entries;
    }

    /// <summary>
    /// Takes over entries that were read from a checkpoint, from the tier, or from the log that this one replaces.
    /// Batches cannot restore epochs that wrote none, hence a replaced log's history is carried over and not rebuilt.
    /// </summary>
    /// <returns>False, without a change, when they do not grow strictly: they are not such a history.</returns>
    public bool TryReplaceWith(IReadOnlyList<EpochEntry> entries)
    {
        if (!AreOrdered(entries))
        {
            return false;
        }

        _entries.Clear();
        _entries.AddRange(entries);
        return true;
    }

    public void Clear() => _entries.Clear();

    internal static bool AreOrdered(IReadOnlyList<EpochEntry> entries)
    {
        var previous = new EpochEntry(LeaderEpoch.None, Offset.None);
        foreach (var entry in entries)
        {
            if (entry.Epoch <= previous.Epoch || entry.StartOffset <= previous.StartOffset)
            {
                return false;
            }

            previous = entry;
        }

        return true;
    }

    private int LastNotAbove(LeaderEpoch epoch)
    {
        var entries = CollectionsMarshal.AsSpan(_entries);
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = entries[middle].Epoch <= epoch ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    private int CountStartingUpTo(Offset offset)
    {
        var count = 0;
        while (count < _entries.Count && _entries[count].StartOffset <= offset)
        {
            count++;
        }

        return count;
    }
}
