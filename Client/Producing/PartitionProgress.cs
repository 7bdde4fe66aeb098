using Cloud.Protocol.Records;

namespace Cloud.Client;

/// <summary>
/// What a partition was sent and has not answered for, and, for an idempotent producer, its sequences (KIP-98,
/// KIP-360). Only the sender's.
/// </summary>
internal sealed class PartitionProgress
{
    private const int NothingAcked = -1;

    // Sent, and neither written nor failed; those to be sent again included. In their order.
    private readonly List<ProducerBatch> _open = [];
    private ProducerIdentity _identity = ProducerIdentity.None;
    private int _nextSequence;
    private int _lastAckedSequence = NothingAcked;
    private int _nextOrder;

    /// <summary>A batch was given up of which nobody knows whether the broker has it.</summary>
    public bool IsUnresolved { get; set; }

    /// <summary>
    /// The broker misses a batch that will not come: sequences have to begin anew, under another epoch.
    /// </summary>
    public bool NeedsNewEpoch { get; set; }

    /// <summary>Whether the batch may go out now without changing the order.</summary>
    public bool MaySend(ProducerBatch batch, ProducerIdentity current)
    {
        if (!current.IsKnown || NeedsNewEpoch)
        {
            return false;
        }

        // One that comes again waits for those before it, which brings what is in flight down to one. A new one waits
        // until the fate of former ones is known, and until nothing is open under an identity that has passed. The
        // first one goes alone: a broker that knows nothing of a producer takes any sequence, also that of the second.
        return batch.Order >= 0
            ? IsFirst(batch)
            : !IsUnresolved && (_open.Count == 0 || MayFollow(current));
    }

    /// <summary>Whether nothing that is open comes before the batch, wherever that was sent.</summary>
    public bool IsNext(ProducerBatch batch) => _open.Count == 0 || IsFirst(batch);

    /// <summary>Gives a batch that is sent for the first time its place, and its sequence.</summary>
    public void Begin(ProducerBatch batch, ProducerIdentity current)
    {
        batch.Order = _nextOrder++;
        _open.Add(batch);
        if (!current.IsKnown)
        {
            return;
        }

        if (_identity != current)
        {
            (_identity, _nextSequence, _lastAckedSequence) = (current, 0, NothingAcked);
        }

        (batch.Identity, batch.BaseSequence) = (current, _nextSequence);
        _nextSequence = SequenceNumber.Plus(_nextSequence, batch.RecordCount);
    }

    public void Acknowledge(ProducerBatch batch)
    {
        _open.Remove(batch);
        if (batch.Identity != batch.SentIdentity)
        {
            // It was written under sequences that are not counted any more; those after it do not begin at zero.
            NeedsNewEpoch = true;
        }
        else if (batch.BaseSequence >= 0)
        {
            _lastAckedSequence = SequenceNumber.Plus(batch.BaseSequence, batch.RecordCount - 1);
        }
    }

    /// <summary>It will not be sent again.</summary>
    public void GiveUp(ProducerBatch batch) => _open.Remove(batch);

    public void Replace(ProducerBatch whole, IReadOnlyList<ProducerBatch> parts)
    {
        var index = _open.IndexOf(whole);
        _open.RemoveAt(index);
        _open.InsertRange(index, parts);
        // Each has a number of its own, or a part that comes back would not find its place among the others.
        for (var order = whole.Order; index < _open.Count; index++)
        {
            _open[index].Order = order++;
        }

        _nextOrder += parts.Count - 1;
    }

    public bool IsFirst(ProducerBatch batch) => _open.Count > 0 && ReferenceEquals(_open[0], batch);

    /// <summary>When nothing is open any more, it shows whether the broker has what was given up.</summary>
    public void Resolve()
    {
        if (IsUnresolved && _open.Count == 0)
        {
            IsUnresolved = false;
            var expected = _lastAckedSequence == NothingAcked ? 0 : SequenceNumber.Plus(_lastAckedSequence, 1);
            NeedsNewEpoch |= _nextSequence != expected;
        }
    }

    /// <summary>Sequences begin at zero, for all that is open too.</summary>
    public void Restart(ProducerIdentity identity)
    {
        (NeedsNewEpoch, IsUnresolved) = (false, false);
        (_identity, _nextSequence, _lastAckedSequence) = (identity, 0, NothingAcked);
        foreach (var batch in _open)
        {
            (batch.Identity, batch.BaseSequence) = (identity, _nextSequence);
            _nextSequence = SequenceNumber.Plus(_nextSequence, batch.RecordCount);
        }
    }

    private bool MayFollow(ProducerIdentity current) =>
        _open.Count < ProducerOptions.IdempotentInFlightMax
        && _identity == current
        && _lastAckedSequence != NothingAcked;
}
