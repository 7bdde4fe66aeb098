using Cloud.Protocol;

namespace Cloud.Core.Storage.Producers;

/// <summary>
/// The transactions that hold the last stable offset back: those without an outcome, and those whose outcome could
/// still be lost because its marker is not below the high watermark. Owned and written by a
/// <see cref="ProducerStateTable"/>.
/// </summary>
internal sealed class TransactionTracker
{
    private readonly SortedSet<OpenTransaction> _undecided = [];
    private readonly SortedSet<OpenTransaction> _unreplicated = [];

    /// <summary>First offset of the oldest transaction without an outcome, or none.</summary>
    public Offset FirstUndecidedOffset => FirstOffsetOf(_undecided);

    public ProducerId OldestUndecidedProducer => _undecided.Count == 0 ? ProducerId.None : _undecided.Min.ProducerId;

    /// <summary>Records at and above it are not stable; none when all are.</summary>
    public Offset FirstUnstableOffset
    {
        get
        {
            var (undecided, unreplicated) = (FirstUndecidedOffset, FirstOffsetOf(_unreplicated));
            return undecided < Offset.Zero || (unreplicated >= Offset.Zero && unreplicated < undecided)
                ? unreplicated
                : undecided;
        }
    }

    public bool IsEmpty => _undecided.Count == 0 && _unreplicated.Count == 0;

    public void Begin(ProducerId producerId, Offset firstOffset) =>
        _undecided.Add(new(firstOffset, producerId, Offset.None));

    /// <summary>
    /// Ends a transaction. Its index entry (if it aborted) needs the stable offset at this very point.
    /// </summary>
    /// <returns>The last stable offset that holds once this transaction is out of the way.</returns>
    public Offset End(ProducerId producerId, Offset firstOffset, Offset markerOffset)
    {
        var wasOpen = _undecided.Remove(new(firstOffset, producerId, Offset.None));
        Invariant.Holds(wasOpen);
        _unreplicated.Add(new(firstOffset, producerId, markerOffset));
        return _undecided.Count == 0 ? markerOffset.Plus(1) : FirstUndecidedOffset;
    }

    /// <summary>
    /// Outcomes below <paramref name="offset"/> (a high watermark or a log start) can no longer be lost.
    /// </summary>
    public void SettleBelow(Offset offset)
    {
        if (_unreplicated.Count > 0)
        {
            RemoveSettled(offset);
        }
    }

    public void Clear()
    {
        _undecided.Clear();
        _unreplicated.Clear();
    }

    // By itself: a lambda costs its method an object, also when it is not used.
    private void RemoveSettled(Offset offset) =>
        _unreplicated.RemoveWhere(transaction => transaction.MarkerOffset < offset);

    private static Offset FirstOffsetOf(SortedSet<OpenTransaction> transactions) =>
        transactions.Count == 0 ? Offset.None : transactions.Min.FirstOffset;
}
