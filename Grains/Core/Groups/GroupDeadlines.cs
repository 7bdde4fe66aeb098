using Cloud.Protocol;

namespace Cloud.Core.Groups;

/// <summary>
/// Which groups time may do something to. A group that was asked about is looked at by the next tick, the others when
/// their earliest deadline has passed; so a tick costs nothing for groups that wait.
/// </summary>
internal sealed class GroupDeadlines
{
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);

    // One place of each group counts: the one of the time that it is known with. It may be too early, never too late.
    private readonly PriorityQueue<string, long> _queue = new();
    private readonly Dictionary<string, Instant> _known = new(StringComparer.Ordinal);

    /// <summary>Nothing is due before.</summary>
    public Instant Next => _touched.Count > 0 ? new(long.MinValue)
        : _queue.TryPeek(out _, out var milliseconds) ? new(milliseconds)
        : new(long.MaxValue);

    /// <summary>The group may have changed.</summary>
    public void Touch(string groupId) => _touched.Add(groupId);

    /// <summary>The group needs no look before this.</summary>
    public void Set(string groupId, Instant deadline)
    {
        if (deadline.Milliseconds == long.MaxValue || (_known.TryGetValue(groupId, out var known) && known <= deadline))
        {
            return;
        }

        _known[groupId] = deadline;
        _queue.Enqueue(groupId, deadline.Milliseconds);
    }

    /// <summary>The groups to look at now. Each is given a deadline again, or forgotten.</summary>
    public IReadOnlyCollection<string> TakeDue(Instant now)
    {
        while (_queue.TryPeek(out var groupId, out var milliseconds) && milliseconds <= now.Milliseconds)
        {
            _queue.Dequeue();
            if (_known.TryGetValue(groupId, out var known) && known.Milliseconds == milliseconds)
            {
                _known.Remove(groupId);
                _touched.Add(groupId);
            }
        }

        string[] due = [.. _touched];
        _touched.Clear();
        return due;
    }
}
