using Cloud.Core.Replication;

namespace Cloud.Core.Partitions.Broker;

/// <summary>Something to be done every so often. The first time is one interval after the first question.</summary>
internal sealed class Cadence(TimeSpan interval)
{
    private Moment? _next;

    public bool IsDue(Moment now)
    {
        _next ??= now.Plus(interval);
        if (now < _next)
        {
            return false;
        }

        _next = now.Plus(interval);
        return true;
    }
}
