using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Segments;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Logs;

/// <summary>
/// Removes the end of a log, or all of it. Rare, and it must not come undone: every step is on the device before the
/// log goes on, highest segments first, so a crash in between leaves a shorter log and never a gap. By the writer.
/// </summary>
internal static class LogTruncation
{
    /// <summary>Removes the records at and above the offset, whole batches at a time.</summary>
    public static void TruncateTo(LogState log, Offset offset, Instant now)
    {
        log.EnsureUsable();
        var view = log.View;
        if (offset >= view.LogEndOffset)
        {
            // The log may hold an empty epoch that its leader never knew.
            CutEpochs(log, offset);
            return;
        }

        if (offset <= view.Segments[0].BaseOffset)
        {
            TruncateFullyAndStartAt(log, offset, now);
            return;
        }

        Guarded(log, () =>
        {
            var index = view.IndexOf(offset);
            var batch = FindCut(view, index, offset);
            var endOffset = Offset.Min(offset, batch?.Header.BaseOffset ?? offset);
            var end = batch?.Position ?? new FilePosition(view.ByteCountOf(index));
            CutEpochs(log, endOffset);
            Cut(log, view, index, end, endOffset, now);
        });
    }

    /// <summary>Empties the log: it begins anew at the offset, as a replica fetched from scratch does.</summary>
    public static void TruncateFullyAndStartAt(LogState log, Offset offset, Instant now)
    {
        log.EnsureUsable();
        Guarded(log, () =>
        {
            var view = log.View;
            var generation = view.Generation + 1;
            var limit = Offset.Min(view.Segments[0].BaseOffset, offset);
            RecoveryPointLimit.Save(log.Folder, limit);
            log.CutOffset = Offset.Min(log.CutOffset, limit);
            log.Durability.Restart(offset, generation);
            SegmentDeletion.Delete(log, view.Segments);
            log.Folder.Files.FlushFolder(log.Folder.Path);
            foreach (var snapshot in ProducerFiles.List(log.Folder))
            {
                ProducerFiles.Delete(log.Folder, snapshot);
            }

            log.Epochs.Clear();
            EpochFile.Save(log.Folder, log.Epochs);
            log.Producers.Reset(offset);
            var segment = SegmentRoll.Create(log.Folder, log.Settings, offset);
            log.Writer = new(segment, log.Settings, now, log.Folder.Seed);
            log.UnflushedSince = Instant.None;
            log.Publish(new([segment], offset, offset, 0) { Generation = generation });
        });
    }

    private static void Cut(
        LogState log, LogView view, int index, FilePosition end, Offset endOffset, Instant now)
    {
        var generation = view.Generation + 1;
        var flushedOffset = Offset.Min(log.Durability.FlushedOffset, endOffset);
        RecoveryPointLimit.Save(log.Folder, flushedOffset);
        log.CutOffset = Offset.Min(log.CutOffset, endOffset);
        log.Durability.Restart(flushedOffset, generation);

        // Readers first: who takes the new view no longer reaches for what goes away.
        var segment = view.Segments[index];
        segment.Publish((int)end.Value);
        var logStartOffset = Offset.Min(view.LogStartOffset, endOffset);
        log.Publish(new(view.Segments[..(index + 1)], logStartOffset, endOffset, (int)end.Value)
        {
            Generation = generation,
        });
        SegmentDeletion.Delete(log, view.Segments.AsSpan((index + 1)..));
        CutSegment(log, segment, end, endOffset);
        log.Folder.Files.FlushFolder(log.Folder.Path);
        log.Durability.Advance(endOffset, generation);
        log.UnflushedSince = Instant.None;
        ResumeWriter(log, segment, end, now);
        ProducerFiles.DeleteStray(log.Folder, log.View);
        new ProducerReplay(log.Folder, log.Producers).Run(log.View, endOffset, now, log.Services.ProducerExpiration);
    }

    private static void CutSegment(LogState log, Segment segment, FilePosition end, Offset endOffset)
    {
        var open = segment.Acquire();
        try
        {
            open.File.SetLength(end.Value);
            open.File.Flush();
            segment.FlushedByteCount = (int)end.Value;
        }
        finally
        {
            open.Release();
        }

        segment.Indexes().CutAt(end, segment.RelativeOffset(endOffset));
        segment.AreIndexesUnsaved = true;

        // The saved indexes may name batches that are gone; without them the next start builds new ones.
        log.Folder.Files.DeleteFile(log.Folder.PathOf(segment.BaseOffset, SegmentFileNames.OffsetIndexSuffix));
        log.Folder.Files.DeleteFile(log.Folder.PathOf(segment.BaseOffset, SegmentFileNames.TimeIndexSuffix));
        TransactionIndexFile.CutAt(log.Folder, segment.BaseOffset, endOffset);
    }

    private static void ResumeWriter(LogState log, Segment segment, FilePosition end, Instant now)
    {
        var tail = SegmentTail.Read(segment, end);
        log.Writer = new(segment, log.Settings, now, log.Folder.Seed);
        log.Writer.Resume(tail.FirstTimestamp, tail.MaxTimestamp, tail.OffsetOfMaxTimestamp);
    }

    private static StoredBatch? FindCut(LogView view, int index, Offset offset)
    {
        var segment = view.Segments[index];
        var open = segment.Acquire();
        try
        {
            return SegmentLookup.FindByOffset(segment, open.File, offset, new(view.ByteCountOf(index)));
        }
        finally
        {
            open.Release();
        }
    }

    private static void CutEpochs(LogState log, Offset offset) =>
        EpochFile.SaveIfChanged(log, log.Epochs.TruncateFromEnd(offset));

    // Half a truncation is not a state that a log may go on from in this process; the next start sorts it out.
    private static void Guarded(LogState log, Action truncate)
    {
        try
        {
            truncate();
        }
        catch (Exception error)
        {
            // Whatever it was: files and view may no longer agree, and readers wait for one that does.
            log.Durability.Fail(error);
            throw;
        }
    }
}
