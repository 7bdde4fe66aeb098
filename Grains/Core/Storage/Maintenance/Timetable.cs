using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary>When a kind of work is due next. Time is what the caller says it is.</summary>
internal sealed class Timetable(TimeSpan interval, TimeSpan initialDelay)
{
    private readonly TimeSpan _longestWait = interval > initialDelay ? interval : initialDelay;
    private Instant _next = Instant.None;

    /// <summary>True once for each time it is due.</summary>
    public bool TryTake(Instant now)
    {
        if (_next == Instant.None)
        {
            _next = now.Plus(initialDelay);
        }

        // A clock that was set back by hours must not put the work off by hours.
        if (now < _next && _next <= now.Plus(_longestWait))
        {
            return false;
        }

        _next = now.Plus(interval);
        return true;
    }
}
