using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Segments;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Logs;

/// <summary>
/// Closes the active segment and opens the next. The old one is on the device, with its indexes, before the new one has
/// a name: so after a crash only the last segment can be torn, and no segment is missing in between. By the writer.
/// </summary>
internal static class SegmentRoll
{
    public static void Roll(LogState log, Instant now)
    {
        try
        {
            var view = log.View;
            Invariant.Holds(view.LogEndOffset > view.Active.BaseOffset);
            SealActive(log, view);
            ProducerFiles.Save(log, view.LogEndOffset);
            var segment = Create(log.Folder, log.Settings, view.LogEndOffset);
            log.Writer = new(segment, log.Settings, now, log.Folder.Seed);
            log.Publish(new([.. view.Segments, segment], view.LogStartOffset, view.LogEndOffset, 0)
            {
                Generation = view.Generation,
            });
        }
        catch (StorageException error) when (error.Kind is not StorageErrorKind.DiskFull)
        {
            log.Durability.Fail(error);
            throw;
        }
    }

    /// <summary>Makes an empty segment whose name is on the device.</summary>
    public static Segment Create(SegmentFolder folder, LogSettings settings, Offset baseOffset)
    {
        var path = folder.PathOf(baseOffset, SegmentFileNames.LogSuffix);
        try
        {
            using (var file = folder.Files.Open(path, FileAccessMode.CreateOrEmpty))
            {
                if (settings.IsPreallocated)
                {
                    file.Preallocate(settings.SegmentBytesMax);
                }
            }

            // A stale index of a segment that once bore this name must not be taken for the new one's.
            foreach (var suffix in SegmentFileNames.SegmentSuffixes.AsSpan(1))
            {
                folder.Files.DeleteFile(folder.PathOf(baseOffset, suffix));
            }

            folder.Files.FlushFolder(folder.Path);
        }
        catch (StorageException error) when (error.Kind is StorageErrorKind.DiskFull)
        {
            folder.Files.DeleteFile(path);
            throw;
        }

        var segment = new Segment(folder, baseOffset, 0);
        segment.Use(new());
        return segment;
    }

    /// <summary>Log, indexes and recovery point of the active segment reach the device.</summary>
    public static void SealActive(LogState log, LogView view)
    {
        var segment = view.Active;
        log.Writer.Seal();
        var open = segment.Acquire();
        try
        {
            if (segment.FlushedByteCount < view.ActiveByteCount)
            {
                open.File.Flush();
                segment.FlushedByteCount = view.ActiveByteCount;
            }
        }
        finally
        {
            open.Release();
        }

        if (segment.AreIndexesUnsaved)
        {
            SegmentIndexFiles.Save(log.Folder, segment, segment.Indexes(), isFlushed: true);
            segment.AreIndexesUnsaved = false;
        }

        TransactionIndexFile.Flush(log.Folder, segment.BaseOffset);
        log.Durability.Advance(view.LogEndOffset, view.Generation);
        log.UnflushedSince = Instant.None;
    }
}
