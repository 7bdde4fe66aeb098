using Cloud.Protocol;

namespace Cloud.Core.Storage.Logs;

/// <summary>Moves the beginning of a log and removes the segments before it. By the writer.</summary>
internal static class LogHead
{
    public static void Advance(LogState log, Offset offset)
    {
        log.EnsureUsable();
        var view = log.View;
        Invariant.Holds(offset <= view.LogEndOffset);
        if (offset <= view.LogStartOffset)
        {
            return;
        }

        log.Publish(new(view.Segments, offset, view.LogEndOffset, view.ActiveByteCount)
        {
            Generation = view.Generation,
        });
        log.Producers.AdvanceLogStart(offset);
    }

    /// <summary>The active segment always stays.</summary>
    public static int DeleteOldSegments(LogState log)
    {
        log.EnsureUsable();
        var view = log.View;
        var count = 0;
        while (count < view.Segments.Length - 1 && view.Segments[count + 1].BaseOffset <= view.LogStartOffset)
        {
            count++;
        }

        if (count == 0)
        {
            return 0;
        }

        log.Publish(new(view.Segments[count..], view.LogStartOffset, view.LogEndOffset, view.ActiveByteCount)
        {
            Generation = view.Generation,
        });
        SegmentDeletion.DeleteOldest(log.Folder, view.Segments.AsSpan(0, count));
        EpochFile.SaveIfChanged(log, log.Epochs.TruncateFromStart(log.View.LogStartOffset));
        return count;
    }
}
