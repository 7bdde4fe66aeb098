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
        SegmentRoll.SealActive(log, view);
        foreach (var segment in view.Segments)
        {
            if (segment.AreIndexesUnsaved)
            {
                SegmentIndexFiles.Save(log.Folder, segment, segment.Indexes(), isFlushed: true);
                segment.AreIndexesUnsaved = false;
            }
        }

        ProducerFiles.Save(log, view.LogEndOffset);
        EpochFile.SaveIfChanged(log, isChanged: false);
    }
}
