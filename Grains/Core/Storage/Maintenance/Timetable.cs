using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary>When a kind of work is due next. Time is what the caller says it is.</summary>
internal sealed class Timetable(TimeSpan interval, TimeSpan initialDelay)
{
    private Instant _next = Instant.None;

    /// <summary>True once for each time it is due.</summary>
    public bool TryTake(Instant now)
    {
        if (_next == Instant.None)
        {
            _next = now.Plus(initialDelay);
        }

        if (now < _next)
        {
            return false;
        }

        _next = now.Plus(interval);
        return true;
    }
}
