namespace Cloud.Client;

/// <summary>
/// Notices that records are not asked for any more. Counting is all that is done for each record; whether the count
/// still
/// grows is looked at from time to time, by who calls <see cref="IsOverdue"/>.
/// </summary>
internal sealed class PollWatch(TimeSpan interval)
{
    private long _asked;
    private int _waiting;
    private long _seen = -1;
    private TimeSpan _since;

    /// <summary>Records are asked for, by the one who consumes.</summary>
    public void Asked() => Volatile.Write(ref _asked, _asked + 1);

    /// <summary>As long as it waits for records they are asked for all the time.</summary>
    public void BeginWaiting() => Interlocked.Increment(ref _waiting);

    public void EndWaiting()
    {
        Asked();
        Interlocked.Decrement(ref _waiting);
    }

    /// <summary>Called by one at a time, with a time that does not go back.</summary>
    public bool IsOverdue(TimeSpan now)
    {
        var asked = Volatile.Read(ref _asked);
        if (asked != _seen || Volatile.Read(ref _waiting) > 0)
        {
            (_seen, _since) = (asked, now);
        }

        return now - _since > interval;
    }
}
