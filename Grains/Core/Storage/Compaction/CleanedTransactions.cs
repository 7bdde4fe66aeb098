using Cloud.Core.Storage.Transactions;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// Follows the transactions of a log from its start, batch by batch, as they are compacted: which data was aborted,
/// which markers have nothing left to end, and what the rewritten transaction index must hold. All that it sees is
/// decided, since compaction stays below the last stable offset. Owned by one compaction.
/// </summary>
internal sealed class CleanedTransactions
{
    private readonly PriorityQueue<AbortedTransaction, long> _expected = new();
    private readonly Dictionary<ProducerId, AbortedTransaction> _aborting = [];
    private readonly HashSet<ProducerId> _abortingWithData = [];
    private readonly HashSet<ProducerId> _committingWithData = [];

    /// <summary>
    /// Aborted transactions whose marker was kept since the last <see cref="TakeRetained"/>, in marker order.
    /// </summary>
    private List<AbortedTransaction> _retained = [];

    /// <summary>Announces transactions that overlap the batches to come. The same one may be announced again.</summary>
    public void Expect(List<AbortedTransaction> transactions)
    {
        foreach (var transaction in transactions)
        {
            _expected.Enqueue(transaction, transaction.FirstOffset.Value);
        }
    }

    /// <returns>Whether the batch belongs to an aborted transaction, so that none of its records count.</returns>
    public bool ObserveData(in RecordBatchHeader batch)
    {
        StartUpTo(batch.LastOffset);
        if (!batch.Attributes.IsTransactional)
        {
            return false;
        }

        if (_aborting.ContainsKey(batch.ProducerId))
        {
            _abortingWithData.Add(batch.ProducerId);
            return true;
        }

        _committingWithData.Add(batch.ProducerId);
        return false;
    }

    /// <returns>Whether no batch of the transaction is left, so that its marker may go in due time.</returns>
    public bool ObserveMarker(in RecordBatchHeader batch, EndTransactionMarker? marker)
    {
        StartUpTo(batch.LastOffset);
        return marker switch
        {
            // Emptied before, and with its transaction forgotten.
            null => batch.RecordCount == 0,
            { Outcome: TransactionOutcome.Commit } => !_committingWithData.Remove(batch.ProducerId),
            _ => !EndAborted(batch.ProducerId),
        };
    }

    /// <summary>The entries of the index of the segment that was just written.</summary>
    public List<AbortedTransaction> TakeRetained()
    {
        var taken = _retained;
        _retained = [];
        return taken;
    }

    private bool EndAborted(ProducerId producerId)
    {
        var isKnown = _aborting.Remove(producerId, out var transaction);
        var hasData = _abortingWithData.Remove(producerId);
        if (isKnown && hasData)
        {
            _retained.Add(transaction);
        }

        return hasData;
    }

    private void StartUpTo(Offset offset)
    {
        while (_expected.TryPeek(out var next, out _) && next.FirstOffset <= offset)
        {
            _expected.Dequeue();
            _aborting.TryAdd(next.ProducerId, next);
        }
    }
}
