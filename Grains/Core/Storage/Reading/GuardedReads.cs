using Cloud.Core.Storage.Logs;
using Cloud.Core.Storage.Segments;

namespace Cloud.Core.Storage.Reading;

/// <summary>
/// Runs a read on the published view and decides what damage means: where the log was cut meanwhile, the read is
/// repeated on what is left; otherwise the replica has failed. Any thread.
/// </summary>
internal static class GuardedReads
{
    public static LogRead Read(LogState log, LogReadRequest request)
    {
        var spin = new SpinWait();
        while (true)
        {
            var view = log.View;
            try
            {
                if (LogReader.TryRead(view, request) is { } read)
                {
                    return read;
                }
            }
            catch (SegmentGoneException)
            {
                // As null says: a segment of the view was deleted.
            }
            catch (LogCorruptException error) when (IsStale(log, view, error))
            {
                // Bytes of the old tail were overwritten under this reader.
            }

            AwaitNewer(log, view, ref spin);
        }
    }

    public static TResult Run<TResult>(LogState log, Func<LogView, TResult> read)
    {
        var spin = new SpinWait();
        while (true)
        {
            var view = log.View;
            try
            {
                return read(view);
            }
            catch (SegmentGoneException)
            {
                // As above.
            }
            catch (LogCorruptException error) when (IsStale(log, view, error))
            {
                // As above.
            }

            AwaitNewer(log, view, ref spin);
        }
    }

    // The newer view is published already, or, while segments are being replaced, about to be. A replica that failed in
    // the middle of that never publishes it.
    private static void AwaitNewer(LogState log, LogView view, ref SpinWait spin)
    {
        if (ReferenceEquals(log.View, view))
        {
            log.EnsureUsable();
            spin.SpinOnce();
        }
    }

    private static bool IsStale(LogState log, LogView view, LogCorruptException error)
    {
        var isStale = log.View.Generation != view.Generation;
        if (!isStale)
        {
            log.Durability.Fail(error);
        }

        return isStale;
    }
}
