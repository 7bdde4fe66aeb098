using Cloud.Core.Storage.Transactions;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Producers;

/// <summary>
/// The changes that a gathered append makes to the producers, beside the table until its write has succeeded: a full
/// disk must not leave producers that believe in batches the log has not. Batches are checked against what is staged
/// before them. Owned by one <see cref="ProducerStateTable"/>; entries are reused, so that an append allocates nothing.
/// </summary>
internal sealed class ProducerStaging(Dictionary<ProducerId, ProducerEntry> committed)
{
    private readonly Dictionary<ProducerId, ProducerEntry> _staged = [];
    private readonly Stack<ProducerEntry> _spare = new();
    private readonly List<TransactionStep> _steps = [];

    public bool IsEmpty => _staged.Count == 0;

    public ProducerVerdict Stage(in RecordBatchHeader batch, EndTransactionMarker? marker, RecordBatchOrigin origin)
    {
        var current = Find(batch.ProducerId);
        var verdict = batch.Attributes.IsControl
            ? ProducerRules.CheckMarker(batch, marker, current, origin)
            : ProducerRules.CheckData(batch, current, origin);
        if (!verdict.IsAccepted)
        {
            return verdict;
        }

        if (!batch.Attributes.IsControl)
        {
            StageData(batch, EntryToChange(batch.ProducerId, current));
        }
        else if (marker is { } end)
        {
            StageMarker(batch, end, EntryToChange(batch.ProducerId, current));
        }

        return verdict;
    }

    public void Commit(TransactionTracker transactions, List<AbortedTransaction> aborted)
    {
        foreach (var (id, entry) in _staged)
        {
            if (!committed.TryGetValue(id, out var target))
            {
                committed.Add(id, target = new ProducerEntry());
            }

            target.CopyFrom(entry);
        }

        // In the order of the log: the stable offset of an entry must not see transactions that began after it.
        foreach (var step in _steps)
        {
            Apply(step, transactions, aborted);
        }

        Clear();
    }

    public void Clear()
    {
        foreach (var entry in _staged.Values)
        {
            _spare.Push(entry);
        }

        _staged.Clear();
        _steps.Clear();
    }

    private static void Apply(
        in TransactionStep step, TransactionTracker transactions, List<AbortedTransaction> aborted)
    {
        if (!step.IsEnd)
        {
            transactions.Begin(step.ProducerId, step.FirstOffset);
            return;
        }

        var lastStableOffset = transactions.End(step.ProducerId, step.FirstOffset, step.MarkerOffset);
        if (step.IsAborted)
        {
            aborted.Add(new(step.ProducerId, step.FirstOffset, step.MarkerOffset, lastStableOffset));
        }
    }

    private void StageData(in RecordBatchHeader batch, ProducerEntry entry)
    {
        entry.AppendBatch(
            batch.ProducerEpoch,
            new(batch.LastSequence, batch.LastOffsetDelta, batch.LastOffset, batch.MaxTimestamp));
        if (batch.Attributes.IsTransactional && !entry.IsTransactionOpen)
        {
            entry.OpenTransaction(batch.BaseOffset);
            _steps.Add(new(entry.Id, batch.BaseOffset, Offset.None, IsAborted: false));
        }
    }

    // A marker without data before it moves epochs only: there is nothing for readers to wait for or to skip.
    private void StageMarker(in RecordBatchHeader batch, EndTransactionMarker marker, ProducerEntry entry)
    {
        if (entry.IsTransactionOpen)
        {
            var isAborted = marker.Outcome is TransactionOutcome.Abort;
            _steps.Add(new(entry.Id, entry.TransactionFirstOffset, batch.BaseOffset, isAborted));
        }

        entry.AppendMarker(batch.ProducerEpoch, marker.CoordinatorEpoch, batch.MaxTimestamp);
    }

    private ProducerEntry? Find(ProducerId id) =>
        _staged.TryGetValue(id, out var entry) || committed.TryGetValue(id, out entry) ? entry : null;

    private ProducerEntry EntryToChange(ProducerId id, ProducerEntry? current)
    {
        if (_staged.TryGetValue(id, out var staged))
        {
            return staged;
        }

        if (!_spare.TryPop(out staged))
        {
            staged = new ProducerEntry();
        }

        Fill(staged, id, current);
        _staged.Add(id, staged);
        return staged;
    }

    private static void Fill(ProducerEntry staged, ProducerId id, ProducerEntry? current)
    {
        if (current is null)
        {
            staged.Reset(id);
        }
        else
        {
            staged.CopyFrom(current);
        }
    }
}
