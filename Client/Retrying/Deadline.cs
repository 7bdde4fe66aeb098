namespace Cloud.Client;

/// <summary>A moment until which something may be tried, and the option that says so.</summary>
internal readonly struct Deadline(TimeSpan timeout, string option, TimeProvider clock)
{
    // What timers take; whoever has more time is asked again then.
    private static readonly TimeSpan WaitMax = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly long _start = clock.GetTimestamp();

    /// <summary>For messages: how long, and by which option.</summary>
    public string Limits => $"{timeout.TotalSeconds} s ({option})";

    public bool IsOver => Left <= TimeSpan.Zero;

    /// <summary>Not below zero, and not more than a timer can wait.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = timeout - clock.GetElapsedTime(_start);
            return left <= TimeSpan.Zero ? TimeSpan.Zero : left < WaitMax ? left : WaitMax;
        }
    }

    /// <summary>A pause, cut short at the deadline.</summary>
    public Task Wait(TimeSpan pause, CancellationToken cancellationToken)
    {
        var left = Left;
        return Task.Delay(pause < left ? pause : left, clock, cancellationToken);
    }

    /// <summary>Waits for the task, but not beyond.</summary>
    /// <param name="task">What is waited for.</param>
    /// <param name="what">Its name, for the message.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="reason">Why it may have taken so long, if that is known by then.</param>
    /// <exception cref="RequestTimeoutException">Time is up; <paramref name="what"/> was waited for.</exception>
    public async Task Limit(
        Task task, string what, CancellationToken cancellationToken, Func<Exception?>? reason = null)
    {
        try
        {
            await task.WaitAsync(Left, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw TimedOut($"Waited for {what}.", reason?.Invoke());
        }
    }

    /// <summary>Waits for the task's end, good or bad, but not beyond: whether it came.</summary>
    public async Task<bool> Reaches(Task task, CancellationToken cancellationToken)
    {
        await task.WaitAsync(Left, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!task.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return task.IsCompleted;
    }

    public RequestTimeoutException TimedOut(string what, Exception? reason)
    {
        var why = reason is null ? "" : $" Last: {reason.Message}";
        return new($"{what} It was not done within {Limits}.{why}", reason);
    }
}
