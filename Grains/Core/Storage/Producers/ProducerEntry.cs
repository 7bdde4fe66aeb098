using Cloud.Protocol;

namespace Cloud.Core.Storage.Producers;

/// <summary>
/// What a log knows of one producer id. Written only by its <see cref="ProducerStateTable"/>. A producer that wrote
/// once costs about 100 bytes, one that keeps writing about 200: a log may have a hundred thousand of them.
/// </summary>
internal sealed class ProducerEntry
{
    /// <summary>Five, because a client keeps at most five requests in flight on a connection (KIP-98).</summary>
    public const int BatchesMax = 5;

    // A ring. It has room for one batch until the second one comes: most producer ids write little and go away.
    private ProducerBatch[] _batches = [];
    private byte _first;
    private byte _count;

    public ProducerId Id { get; private set; } = ProducerId.None;

    /// <summary><see cref="ProducerEpoch.None"/> until the first batch or marker.</summary>
    public ProducerEpoch Epoch { get; private set; } = ProducerEpoch.None;

    /// <summary>Epoch of the transaction coordinator that wrote the last marker; -1 before the first one.</summary>
    public int CoordinatorEpoch { get; private set; } = -1;

    public Instant LastTimestamp { get; private set; } = Instant.None;

    /// <summary><see cref="Offset.None"/> while no transaction is open.</summary>
    public Offset TransactionFirstOffset { get; private set; } = Offset.None;

    public bool IsTransactionOpen => TransactionFirstOffset >= Offset.Zero;

    public int BatchCount => _count;

    public ProducerBatch LastBatch
    {
        get
        {
            Invariant.Holds(_count > 0);
            return _batches[(_first + _count - 1) % _batches.Length];
        }
    }

    public void Reset(ProducerId id)
    {
        (_first, _count) = (0, 0);
        (Id, Epoch, CoordinatorEpoch) = (id, ProducerEpoch.None, -1);
        (LastTimestamp, TransactionFirstOffset) = (Instant.None, Offset.None);
    }

    public void Load(in ProducerSnapshotEntry saved)
    {
        Reset(saved.ProducerId);
        (Epoch, CoordinatorEpoch) = (saved.Epoch, saved.CoordinatorEpoch);
        (LastTimestamp, TransactionFirstOffset) = (saved.LastTimestamp, saved.TransactionFirstOffset);
        if (saved.LastOffset >= Offset.Zero)
        {
            Push(new(saved.LastSequence, saved.OffsetDelta, saved.LastOffset, saved.LastTimestamp));
        }
    }

    public ProducerSnapshotEntry Save() => new()
    {
        ProducerId = Id,
        Epoch = Epoch,
        LastSequence = _count == 0 ? -1 : LastBatch.LastSequence,
        LastOffset = _count == 0 ? Offset.None : LastBatch.LastOffset,
        OffsetDelta = _count == 0 ? 0 : LastBatch.OffsetDelta,
        LastTimestamp = LastTimestamp,
        CoordinatorEpoch = CoordinatorEpoch,
        TransactionFirstOffset = TransactionFirstOffset,
    };

    public void CopyFrom(ProducerEntry other)
    {
        Reset(other.Id);
        (Epoch, CoordinatorEpoch) = (other.Epoch, other.CoordinatorEpoch);
        (LastTimestamp, TransactionFirstOffset) = (other.LastTimestamp, other.TransactionFirstOffset);
        for (var at = 0; at < other._count; at++)
        {
            Push(other._batches[(other._first + at) % other._batches.Length]);
        }
    }

    public void AppendBatch(ProducerEpoch epoch, in ProducerBatch batch)
    {
        MoveTo(epoch);
        Push(batch);
        LastTimestamp = batch.Timestamp;
    }

    public void OpenTransaction(Offset firstOffset)
    {
        Invariant.Holds(!IsTransactionOpen);
        TransactionFirstOffset = firstOffset;
    }

    /// <summary>
    /// Applies a commit or abort marker: sequences go on after it unless it brings a newer epoch (KIP-890).
    /// </summary>
    public void AppendMarker(ProducerEpoch epoch, int coordinatorEpoch, Instant timestamp)
    {
        MoveTo(epoch);
        (CoordinatorEpoch, LastTimestamp, TransactionFirstOffset) = (coordinatorEpoch, timestamp, Offset.None);
    }

    /// <summary>The remembered batch that covers exactly these sequences: the same batch, sent again.</summary>
    public bool TryFindDuplicate(ProducerEpoch epoch, int firstSequence, int lastSequence, out ProducerBatch duplicate)
    {
        for (var at = 0; epoch == Epoch && at < _count; at++)
        {
            duplicate = _batches[(_first + at) % _batches.Length];
            if (duplicate.LastSequence == lastSequence && duplicate.FirstSequence == firstSequence)
            {
                return true;
            }
        }

        duplicate = default;
        return false;
    }

    // Sequences belong to an epoch: another one starts anew.
    private void MoveTo(ProducerEpoch epoch)
    {
        if (epoch != Epoch)
        {
            (_first, _count) = (0, 0);
            Epoch = epoch;
        }
    }

    private void Push(in ProducerBatch batch)
    {
        if (_count == _batches.Length && _count < BatchesMax)
        {
            Grow(_count == 0 ? 1 : BatchesMax);
        }

        if (_count == BatchesMax)
        {
            _first = (byte)((_first + 1) % BatchesMax);
            _count--;
        }

        _batches[(_first + _count) % _batches.Length] = batch;
        _count++;
    }

    private void Grow(int capacity)
    {
        Invariant.Holds(_first == 0);
        Array.Resize(ref _batches, capacity);
    }
}
