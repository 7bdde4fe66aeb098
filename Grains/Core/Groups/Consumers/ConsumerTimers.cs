using Cloud.Protocol;

namespace Cloud.Core.Groups.Consumers;

/// <summary>Until when members must be heard of, and must have done what they were told. Volatile.</summary>
internal sealed class ConsumerTimers
{
    private readonly Dictionary<string, Instant> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Instant Deadline, int Epoch)> _revocations = new(StringComparer.Ordinal);

    public Instant NextDeadline
    {
        get
        {
            var next = long.MaxValue;
            foreach (var deadline in _sessions.Values)
            {
                next = Math.Min(next, deadline.Milliseconds);
            }

            foreach (var (deadline, _) in _revocations.Values)
            {
                next = Math.Min(next, deadline.Milliseconds);
            }

            return new(next);
        }
    }

    /// <summary>After loading: nobody may be blamed for the time that nobody listened.</summary>
    public void Start(ConsumerGroup group, Instant now, GroupOptions options)
    {
        foreach (var member in group.Members.Values)
        {
            Heard(member, now, options);
        }
    }

    /// <param name="mustJoin">A member of the classic protocol was told to join: it has the same time for that.</param>
    public void Heard(ConsumerMember member, Instant now, GroupOptions options, bool mustJoin = false)
    {
        _sessions[member.MemberId] = now.Plus(member.Classic?.SessionTimeout ?? options.ConsumerSessionTimeout);
        if (member.State is not MemberState.UnrevokedPartitions && !mustJoin)
        {
            _revocations.Remove(member.MemberId);
        }
        else if (!_revocations.TryGetValue(member.MemberId, out var running) || running.Epoch != member.Epoch)
        {
            _revocations[member.MemberId] = (now.Plus(member.RebalanceTimeout), member.Epoch);
        }
    }

    public bool IsExpired(string memberId, Instant now) =>
        (_sessions.TryGetValue(memberId, out var session) && session <= now)
        || (_revocations.TryGetValue(memberId, out var revocation) && revocation.Deadline <= now);

    public void Forget(string memberId)
    {
        _sessions.Remove(memberId);
        _revocations.Remove(memberId);
    }
}
