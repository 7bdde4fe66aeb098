using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Logs;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Appending;

/// <summary>
/// Appends what a leader sent: offsets and epochs stay as they are and must continue this log. Stops at the first batch
/// that does not; what came before it is in the log. By the log's writer.
/// </summary>
internal sealed class FollowerAppender(LogState log, LogAppender appender)
{
    /// <summary>The bytes hold whole batches, one after the other.</summary>
    public AppendResult Append(ReadOnlyMemory<byte> batches, in FollowerAppend append)
    {
        appender.Begin();
        var start = appender.EndOffset;
        if (append.StartOffset != start)
        {
            return new(AppendOutcome.NotContiguous) { BaseOffset = start, EndOffset = start };
        }

        if (append.AreGapsExpected)
        {
            GapMarker.Set(log.Folder);
        }

        var rest = batches;
        var result = new AppendResult(AppendOutcome.Appended);
        try
        {
            while (!rest.IsEmpty && result.Outcome is AppendOutcome.Appended)
            {
                result = TakeOne(ref rest, append);
            }

            appender.Write(append.Now);
        }
        catch (StorageException)
        {
            ForgetEpochsBeyondEnd();
            throw;
        }

        return result with { BaseOffset = start, EndOffset = log.View.LogEndOffset };
    }

    private AppendResult TakeOne(ref ReadOnlyMemory<byte> rest, in FollowerAppend append)
    {
        var status = RecordBatchHeader.TryRead(rest.Span, out var header);
        if (status is not ReadStatus.Done || header.SizeBytes > rest.Length)
        {
            return new(AppendOutcome.InvalidBatch) { BatchStatus = RecordBatchStatus.Incomplete };
        }

        var batch = rest[..header.SizeBytes];
        var batchStatus = RecordBatchValidator.Check(batch.Span, RecordBatchRules.ForLog(), out header);
        if (batchStatus is not RecordBatchStatus.Valid)
        {
            return new(AppendOutcome.InvalidBatch) { BatchStatus = batchStatus };
        }

        if (!Continues(header.BaseOffset, append.AreGapsExpected))
        {
            return new(AppendOutcome.NotContiguous);
        }

        if (header.PartitionLeaderEpoch < log.Epochs.LatestEpoch)
        {
            return new(AppendOutcome.StaleLeaderEpoch);
        }

        Take(header, batch, append.Now);
        rest = rest[header.SizeBytes..];
        return new(AppendOutcome.Appended);
    }

    private bool Continues(Offset baseOffset, bool areGapsExpected) =>
        areGapsExpected ? baseOffset >= appender.EndOffset : baseOffset == appender.EndOffset;

    // Their batches are not in the log after all. With them, what comes next would seem to be of a bygone epoch.
    private void ForgetEpochsBeyondEnd()
    {
        log.AreEpochsUnsaved |= log.Epochs.TruncateFromEnd(log.View.LogEndOffset.Plus(1));
        log.Producers.DiscardStaged();
    }

    private void Take(in RecordBatchHeader header, ReadOnlyMemory<byte> batch, Instant now)
    {
        if (header.PartitionLeaderEpoch > log.Epochs.LatestEpoch)
        {
            // The epoch's history is saved before its first batch can be in the file.
            EpochFile.SaveIfChanged(log, log.Epochs.Assign(header.PartitionLeaderEpoch, header.BaseOffset));
        }

        appender.MakeRoom(header, now);
        var verdict = appender.Stage(header, batch.Span, RecordBatchOrigin.Log);
        Invariant.Holds(verdict.IsAccepted);
        appender.Gather(header, batch);
    }
}
