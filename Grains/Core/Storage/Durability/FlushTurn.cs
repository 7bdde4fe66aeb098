namespace Cloud.Core.Storage.Durability;

/// <summary>
/// Sees to it that a log is in its flusher's queue at most once and is flushed by one lane at a time. Any thread.
/// </summary>
internal sealed class FlushTurn
{
    private const int Idle = 0;
    private const int Queued = 1;
    private const int Running = 2;
    private const int RunningAndWanted = 3;

    private int _state;

    /// <summary>True when the caller must enqueue the log.</summary>
    public bool TryWant()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            var next = state switch { Idle => Queued, Running => RunningAndWanted, _ => state };
            if (next == state)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _state, next, state) == state)
            {
                return next == Queued;
            }
        }
    }

    public void Begin() => Interlocked.Exchange(ref _state, Running);

    /// <summary>True when somebody wanted a flush meanwhile: the caller must enqueue the log again.</summary>
    public bool End() => Interlocked.CompareExchange(ref _state, Idle, Running) == RunningAndWanted
        && Interlocked.Exchange(ref _state, Queued) == RunningAndWanted;
}
