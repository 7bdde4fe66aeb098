using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Logs;
using Cloud.Core.Storage.Producers;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Appending;

/// <summary>
/// Appends what producers sent: validates each batch, gives it its place in the log in the caller's buffer, and writes
/// all accepted ones together. By the log's writer.
/// </summary>
internal sealed class LeaderAppender(LogState log, LogAppender appender)
{
    private PooledBuffer? _scratch;

    /// <summary>
    /// One batch per memory, one result per batch. When it throws, the results tell which batches are in.
    /// </summary>
    public void Append(ReadOnlySpan<Memory<byte>> batches, in LeaderAppend append, Span<AppendResult> results)
    {
        Invariant.Holds(results.Length >= batches.Length);
        results[..batches.Length].Clear();
        appender.Begin();
        if (append.Epoch < log.Epochs.LatestEpoch)
        {
            results[..batches.Length].Fill(new(AppendOutcome.StaleLeaderEpoch));
            return;
        }

        OpenEpoch(append.Epoch);
        var rules = RulesAt(append);
        try
        {
            for (var i = 0; i < batches.Length; i++)
            {
                results[i] = AppendOne(batches[i], append, rules);
            }

            appender.Write(append.Now);
        }
        catch (StorageException)
        {
            TakeBack(results[..batches.Length], log.View.LogEndOffset);
            throw;
        }
    }

    // What was accepted but not written is not in the log, and neither is what it would have been a duplicate of.
    private static void TakeBack(Span<AppendResult> results, Offset logEndOffset)
    {
        foreach (ref var result in results)
        {
            if (result.EndOffset > logEndOffset)
            {
                result = new(AppendOutcome.NotWritten);
            }
        }
    }

    // Saved before the first batch: after a crash an epoch without batches is harmless, the reverse is not.
    private void OpenEpoch(LeaderEpoch epoch) =>
        EpochFile.SaveIfChanged(log, log.Epochs.Assign(epoch, log.View.LogEndOffset));

    private RecordBatchRules RulesAt(in LeaderAppend append)
    {
        var settings = log.Settings;
        return RecordBatchRules.ForClient(settings.BatchBytesMax) with
        {
            Origin = append.Origin,
            AreKeysRequired = settings.IsCompacted,
            // The broker's own time needs no check.
            TimestampMin = settings.IsLogAppendTime
                ? new(long.MinValue)
                : append.Now.Plus(settings.TimestampBeforeMax.Negate()),
            TimestampMax = settings.IsLogAppendTime ? new(long.MaxValue) : append.Now.Plus(settings.TimestampAfterMax),
        };
    }

    private AppendResult AppendOne(Memory<byte> batch, in LeaderAppend append, in RecordBatchRules rules)
    {
        var status = Check(batch.Span, rules, out var header);
        if (status is not RecordBatchStatus.Valid)
        {
            return new(AppendOutcome.InvalidBatch) { BatchStatus = status };
        }

        header = Place(batch.Span, header, append);

        // Before staging: what is written on the way to a new segment must not take this batch's state along.
        appender.MakeRoom(header, append.Now);
        var verdict = appender.Stage(header, batch.Span, append.Origin);
        if (!verdict.IsAccepted)
        {
            return Refusal(verdict);
        }

        appender.Gather(header, batch);
        return Accepted(header, append);
    }

    private RecordBatchStatus Check(ReadOnlySpan<byte> batch, in RecordBatchRules rules, out RecordBatchHeader header)
    {
        var status = RecordBatchValidator.Check(batch, rules, out header);
        var needsRecords = rules.AreKeysRequired && !header.Attributes.IsControl;
        if (status is not RecordBatchStatus.Valid || !needsRecords)
        {
            return status;
        }

        return RecordInspector.Inspect(batch, header, rules, _scratch ??= new()).Status;
    }

    private RecordBatchHeader Place(Span<byte> batch, in RecordBatchHeader header, in LeaderAppend append)
    {
        if (log.Settings.IsLogAppendTime)
        {
            RecordBatchPatch.SetLogAppendTime(batch, append.Now);
        }

        RecordBatchPatch.SetBaseOffsetAndEpoch(batch, appender.EndOffset, append.Epoch);
        var isRead = RecordBatchHeader.TryRead(batch, out var placed) is ReadStatus.Done;
        Invariant.Holds(isRead && placed.RecordCount == header.RecordCount);
        return placed;
    }

    private AppendResult Accepted(in RecordBatchHeader header, in LeaderAppend append) =>
        new(AppendOutcome.Appended)
        {
            BaseOffset = header.BaseOffset,
            EndOffset = header.NextOffset,
            LogAppendTime = log.Settings.IsLogAppendTime ? append.Now : Instant.None,
        };

    private static AppendResult Refusal(ProducerVerdict verdict) =>
        verdict.Kind is ProducerVerdictKind.Duplicate
            ? new(AppendOutcome.Duplicate)
            {
                BaseOffset = verdict.Original.FirstOffset,
                EndOffset = verdict.Original.LastOffset.Plus(1),
                LogAppendTime = Instant.None,
            }
            : new(AppendOutcome.RefusedForProducer) { ProducerVerdict = verdict.Kind };
}
