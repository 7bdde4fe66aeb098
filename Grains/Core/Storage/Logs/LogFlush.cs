using Cloud.Core.Storage.Durability;
using Cloud.Core.Storage.Files;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Logs;

/// <summary>
/// Brings a log to the device. Only the active segment can hold unflushed bytes (a roll flushes), so a flush is one
/// fsync. Runs on the folder's flusher, one lane at a time; asking for it is open to any thread.
/// </summary>
internal sealed class LogFlush(LogState log) : IFlushable
{
    private readonly FlushTurn _turn = new();

    /// <summary>Completes when everything below the offset is on the device; fails when the log has failed.</summary>
    public Task WhenFlushed(Offset endOffset)
    {
        if (log.Durability.Failure is { } failure)
        {
            return Task.FromException(new LogFailedException(log.Folder.Path, failure));
        }

        if (log.Durability.FlushedOffset >= endOffset)
        {
            return Task.CompletedTask;
        }

        var round = log.Durability.NextRound();
        Request();
        return round;
    }

    public void Request()
    {
        if (_turn.TryWant())
        {
            log.Services.Flusher.Enqueue(this);
        }
    }

    public void Flush()
    {
        _turn.Begin();
        var round = log.Durability.BeginRound();
        try
        {
            log.EnsureUsable();
            FlushActive(log.View);
            round?.SetResult();
        }
        catch (Exception error) when (error is StorageException or LogFailedException)
        {
            // After a failed fsync the kernel may have dropped the pages and call the file clean: a second fsync would
            // succeed and lie. The replica has failed for good.
            log.Durability.Fail(error);
            round?.SetException(error as LogFailedException ?? new LogFailedException(log.Folder.Path, error));
        }
        finally
        {
            if (_turn.End())
            {
                log.Services.Flusher.Enqueue(this);
            }
        }
    }

    private void FlushActive(LogView view)
    {
        var open = view.Active.TryAcquire();
        if (open is null)
        {
            // Truncated away: the writer flushes what it cut, and its generation makes this flush void.
            return;
        }

        try
        {
            open.File.Flush();
        }
        finally
        {
            open.Release();
        }

        if (log.View.Generation == view.Generation)
        {
            view.Active.FlushedByteCount = view.ActiveByteCount;
        }

        log.Durability.Advance(view.LogEndOffset, view.Generation);
    }
}
