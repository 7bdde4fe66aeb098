using Cloud.Core.Storage.Logs;

namespace Cloud.Core.Storage.Reading;

/// <summary>
/// Runs a read on the published view and decides what damage means: where the log was cut meanwhile, the read is
/// repeated on what is left; otherwise the replica has failed. Any thread.
/// </summary>
internal static class GuardedReads
{
    public static LogRead Read(LogState log, LogReadRequest request)
    {
        while (true)
        {
            var view = log.View;
            try
            {
                // Null: a segment of the view was deleted; a newer view is published or about to be.
                if (LogReader.TryRead(view, request) is { } read)
                {
                    return read;
                }

                if (ReferenceEquals(log.View, view))
                {
                    // A replica that failed in the middle of a replacement never publishes it.
                    log.EnsureUsable();
                    default(SpinWait).SpinOnce();
                }
            }
            catch (LogCorruptException error) when (IsStale(log, view, error))
            {
                // Bytes of the old tail were overwritten under this reader.
            }
        }
    }

    public static TResult Run<TResult>(LogState log, Func<LogView, TResult> read)
    {
        while (true)
        {
            var view = log.View;
            try
            {
                return read(view);
            }
            catch (LogCorruptException error) when (IsStale(log, view, error))
            {
                // As above.
            }
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
