using Cloud.Protocol;

namespace Cloud.Core.Storage.Durability;

/// <summary>
/// How much of a log is on the device, who waits for more, and whether the log has failed. Shared by the log's writer,
/// its flusher and those who wait; every field changes by a single exchange.
/// </summary>
internal sealed class LogDurability(Offset flushedOffset, int generation)
{
    private FlushPoint _flushed = new(flushedOffset, generation);
    private TaskCompletionSource? _nextRound;
    private Exception? _failure;

    /// <summary>The recovery point: exclusive, everything below it is on the device.</summary>
    public Offset FlushedOffset => Volatile.Read(ref _flushed).Offset;

    /// <summary>Why the log must not change any more; null while it is well.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>The first failure stays: it is the one that made the content unknown.</summary>
    public void Fail(Exception cause) => Interlocked.CompareExchange(ref _failure, cause, null);

    /// <summary>
    /// Completes when a flush has ended that began after this call; so all who append while another flush runs share
    /// one task and one flush. The caller sees to it that a flush follows.
    /// </summary>
    public Task NextRound()
    {
        var round = Volatile.Read(ref _nextRound);
        if (round is null)
        {
            var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            round = Interlocked.CompareExchange(ref _nextRound, made, null) ?? made;
        }

        return round.Task;
    }

    /// <summary>
    /// From here on new waiters belong to the round after this one. The flush looks at the log only afterwards.
    /// </summary>
    public TaskCompletionSource? BeginRound() => Interlocked.Exchange(ref _nextRound, null);

    /// <summary>After a flush: moves the point forward unless the log was truncated meanwhile.</summary>
    public void Advance(Offset offset, int generation)
    {
        var flushed = Volatile.Read(ref _flushed);
        while (flushed.Generation == generation && flushed.Offset < offset)
        {
            var next = new FlushPoint(offset, generation);
            var seen = Interlocked.CompareExchange(ref _flushed, next, flushed);
            if (ReferenceEquals(seen, flushed))
            {
                return;
            }

            flushed = seen;
        }
    }

    /// <summary>By the writer, before it cuts the log: what a flush under way reports later counts no more.</summary>
    public void Restart(Offset offset, int generation)
    {
        while (true)
        {
            var flushed = Volatile.Read(ref _flushed);
            var next = new FlushPoint(offset, generation);
            if (ReferenceEquals(Interlocked.CompareExchange(ref _flushed, next, flushed), flushed))
            {
                return;
            }
        }
    }
}
