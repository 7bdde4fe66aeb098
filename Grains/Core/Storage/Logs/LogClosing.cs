using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Segments;

namespace Cloud.Core.Storage.Logs;

/// <summary>Closes a log so that opening it again needs no verification. By the writer.</summary>
internal static class LogClosing
{
    public static void Close(LogState log)
    {
        var view = log.View;
        if (log.Durability.Failure is null)
        {
            try
            {
                SaveAll(log, view);
            }
            catch (StorageException error)
            {
                log.Durability.Fail(error);
                throw;
            }
        }

        foreach (var segment in view.Segments)
        {
            segment.Close();
        }
    }

    private static void SaveAll(LogState log, LogView view)
    {
        if (view.ActiveByteCount > 0)
        {
            SegmentRoll.SealActive(log, view);
        }

        foreach (var segment in view.Segments)
        {
            // An empty one has nothing to be found by, and most idle logs are empty.
            if (segment.AreIndexesUnsaved && segment.ByteCount > 0)
            {
                SegmentIndexFiles.Save(log.Folder, segment, segment.Indexes(), isFlushed: true);
                segment.AreIndexesUnsaved = false;
            }
        }

        ProducerFiles.Save(log, view.LogEndOffset);
        EpochFile.SaveIfChanged(log, isChanged: false);
    }
}
