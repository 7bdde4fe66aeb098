using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Producers;

/// <summary>
/// Kafka's rules of idempotence and transactions, as pure functions. What comes from a leader's log is never refused:
/// it is history, and a replica that argued with it would diverge.
/// </summary>
internal static class ProducerRules
{
    public static ProducerVerdict CheckData(
        in RecordBatchHeader batch, ProducerEntry? current, RecordBatchOrigin origin)
    {
        if (origin is RecordBatchOrigin.Log)
        {
            return ProducerVerdict.Accepted;
        }

        var isFromClient = origin is RecordBatchOrigin.Client;
        if (isFromClient && batch.BaseSequence < 0)
        {
            return new(ProducerVerdictKind.OutOfOrderSequence);
        }

        if (current is null)
        {
            return ProducerVerdict.Accepted;
        }

        if (isFromClient && current.TryFindDuplicate(
            batch.ProducerEpoch, batch.BaseSequence, batch.LastSequence, out var original))
        {
            return new(ProducerVerdictKind.Duplicate, original);
        }

        if (batch.ProducerEpoch < current.Epoch)
        {
            return new(ProducerVerdictKind.StaleEpoch);
        }

        // Coordinators write offset commits, which carry no sequences.
        if (isFromClient && !IsNext(batch, current))
        {
            return new(ProducerVerdictKind.OutOfOrderSequence);
        }

        return current.IsTransactionOpen && !batch.Attributes.IsTransactional
            ? new(ProducerVerdictKind.NotInTransaction)
            : ProducerVerdict.Accepted;
    }

    public static ProducerVerdict CheckMarker(
        in RecordBatchHeader batch, EndTransactionMarker? marker, ProducerEntry? current, RecordBatchOrigin origin)
    {
        if (origin is RecordBatchOrigin.Log || current is null || marker is not { } end)
        {
            return ProducerVerdict.Accepted;
        }

        if (batch.ProducerEpoch < current.Epoch)
        {
            return new(ProducerVerdictKind.StaleEpoch);
        }

        return end.CoordinatorEpoch < current.CoordinatorEpoch
            ? new(ProducerVerdictKind.StaleCoordinator)
            : ProducerVerdict.Accepted;
    }

    // An unknown producer may begin at any sequence: its earlier batches may have been removed by retention, or it
    // expired here while it lives on. A known one begins a new epoch at 0 and goes on without a gap, from 2^31 - 1 to
    // 0.
    private static bool IsNext(in RecordBatchHeader batch, ProducerEntry current)
    {
        if (current.Epoch == ProducerEpoch.None)
        {
            return true;
        }

        var startsAnew = batch.ProducerEpoch != current.Epoch
            || current.BatchCount == 0
            || current.LastBatch.LastSequence < 0;
        return batch.BaseSequence == (startsAnew ? 0 : SequenceNumber.Plus(current.LastBatch.LastSequence, 1));
    }
}
