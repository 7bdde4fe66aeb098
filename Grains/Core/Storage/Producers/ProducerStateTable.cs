using Cloud.Core.Storage.Transactions;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Producers;

/// <summary>
/// What one log knows of its idempotent and transactional producers (KIP-98, 360, 447): enough to recognise a batch
/// that is sent again, to refuse a gap or a zombie, and to tell up to where the log is stable. Owned by a partition's
/// log and called by its single writer only. It mirrors the log up to <see cref="EndOffset"/>: the same batches give
/// the same state on every replica, whether they came by append, by replication, or by replay after a snapshot.
/// </summary>
public sealed class ProducerStateTable
{
    private readonly Dictionary<ProducerId, ProducerEntry> _producers = [];
    private readonly TransactionTracker _transactions = new();
    private readonly ProducerStaging _staging;

    public ProducerStateTable() => _staging = new(_producers);

    /// <summary>
    /// Exclusive: the offset up to which the log has been taken in. A snapshot taken now bears this name.
    /// </summary>
    public Offset EndOffset { get; private set; }

    public int ProducerCount => _producers.Count;

    /// <summary>Start of the oldest transaction that is open or whose marker is not replicated, or none.</summary>
    public Offset FirstUnstableOffset => _transactions.FirstUnstableOffset;

    /// <summary>Start of the oldest open transaction, or none. The compactor stops here as well.</summary>
    public Offset FirstUndecidedOffset => _transactions.FirstUndecidedOffset;

    /// <summary>
    /// When the producer of the oldest open transaction last wrote: old means that it hangs. None if none is open.
    /// </summary>
    public Instant OldestTransactionTimestamp =>
        _producers.TryGetValue(_transactions.OldestUndecidedProducer, out var entry)
            ? entry.LastTimestamp
            : Instant.None;

    /// <summary>Exclusive bound for read-committed readers.</summary>
    public Offset LastStableOffset(Offset highWatermark)
    {
        var unstable = FirstUnstableOffset;
        return unstable < Offset.Zero ? highWatermark : Offset.Min(unstable, highWatermark);
    }

    /// <summary>
    /// Checks a batch and, if it is accepted, stages what it changes. Batches of one gathered append are staged one
    /// after the other and see each other; then comes <see cref="CommitStaged"/> once they are written, or
    /// <see cref="DiscardStaged"/>.
    /// </summary>
    /// <param name="batch">With the offsets and timestamps that it will have in the log.</param>
    /// <param name="marker">Of a control batch; null for an empty one that compaction left behind.</param>
    public ProducerVerdict Stage(in RecordBatchHeader batch, EndTransactionMarker? marker, RecordBatchOrigin origin) =>
        batch.ProducerId.IsIdempotent ? _staging.Stage(batch, marker, origin) : ProducerVerdict.Accepted;

    /// <summary>Takes in what was staged.</summary>
    /// <param name="endOffset">The log's end after the append.</param>
    /// <param name="aborted">
    /// Receives the transactions that it aborted, for the transaction index, in marker order.
    /// </param>
    public void CommitStaged(Offset endOffset, List<AbortedTransaction> aborted)
    {
        Invariant.Holds(endOffset >= EndOffset);
        _staging.Commit(_transactions, aborted);
        EndOffset = endOffset;
    }

    public void DiscardStaged() => _staging.Clear();

    /// <summary>Markers below the high watermark are final: their transactions hold readers back no longer.</summary>
    public void AdvanceHighWatermark(Offset highWatermark) => _transactions.SettleBelow(highWatermark);

    /// <summary>
    /// The log begins later now. Producers stay although their batches are gone (KIP-360): to forget them would let an
    /// old batch in again, or refuse the next one.
    /// </summary>
    public void AdvanceLogStart(Offset logStartOffset)
    {
        _transactions.SettleBelow(logStartOffset);
        EndOffset = Offset.Max(EndOffset, logStartOffset);
    }

    /// <summary>
    /// Forgets producers that have been idle for <paramref name="expiration"/> and are in no transaction.
    /// </summary>
    /// <returns>How many were forgotten.</returns>
    public int RemoveExpired(Instant now, TimeSpan expiration)
    {
        Invariant.Holds(_staging.IsEmpty);
        var removed = 0;
        foreach (var (id, entry) in _producers)
        {
            // Removing while enumerating is allowed for dictionaries.
            if (entry.Save().IsExpired(now, expiration) && _producers.Remove(id))
            {
                removed++;
            }
        }

        return removed;
    }

    /// <summary>Forgets everything; the log is then replayed from <paramref name="endOffset"/>.</summary>
    public void Reset(Offset endOffset)
    {
        _staging.Clear();
        _producers.Clear();
        _transactions.Clear();
        EndOffset = endOffset;
    }

    /// <summary>
    /// Replaces the state by a snapshot's, as on opening and on truncation: the newest snapshot at or below the log's
    /// end is loaded and the batches from there on are replayed. Expired producers are left out.
    /// </summary>
    public void Load(
        IReadOnlyCollection<ProducerSnapshotEntry> snapshot, Offset snapshotOffset, Instant now, TimeSpan expiration)
    {
        Reset(snapshotOffset);
        foreach (var saved in snapshot)
        {
            if (saved.IsExpired(now, expiration))
            {
                continue;
            }

            var entry = new ProducerEntry();
            entry.Load(saved);
            if (_producers.TryAdd(saved.ProducerId, entry) && saved.IsTransactionOpen)
            {
                _transactions.Begin(saved.ProducerId, saved.TransactionFirstOffset);
            }
        }
    }

    /// <summary>What a snapshot holds, and what DescribeProducers answers. A copy.</summary>
    public IReadOnlyCollection<ProducerSnapshotEntry> Save()
    {
        var saved = new List<ProducerSnapshotEntry>(_producers.Count);
        foreach (var entry in _producers.Values)
        {
            saved.Add(entry.Save());
        }

        return saved;
    }

    /// <summary>What is known of one producer.</summary>
    public bool TryGet(ProducerId id, out ProducerSnapshotEntry entry)
    {
        var found = _producers.TryGetValue(id, out var known);
        entry = found ? known!.Save() : default;
        return found;
    }
}
