using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Groups.Classic;

/// <summary>
/// A group of the classic protocol: who is a member, and how far the rebalance is. Between two stable states nothing of
/// this is in the log: after a failure members join anew. Written by the classes of this folder, in a step.
/// </summary>
internal sealed class ClassicGroup(string id)
{
    // In the order of joining: the first is the leader's successor.
    private readonly OrderedDictionary<string, ClassicMember> _members = new(StringComparer.Ordinal);

    public string Id => id;

    public ClassicGroupState State { get; private set; } = ClassicGroupState.Empty;

    public Instant StateSince { get; private set; } = Instant.None;

    /// <summary>Grows with each rebalance.</summary>
    public int Generation { get; set; }

    /// <summary>Of the members it has, or had last; null until one has joined.</summary>
    public string? ProtocolType { get; set; }

    /// <summary>The assignor that was voted for; null before the first rebalance.</summary>
    public string? Protocol { get; set; }

    public string? LeaderId { get; set; }

    public IReadOnlyCollection<ClassicMember> Members => _members.Values;

    /// <summary>Members that were given an id and have not come back with it, and until when they may.</summary>
    public Dictionary<string, Instant> PendingMembers { get; } = new(StringComparer.Ordinal);

    /// <summary>When the rebalance goes on without those that have not joined; null while none is prepared.</summary>
    public Instant? JoinDeadline { get; set; }

    /// <summary>When those are removed that have not asked for their assignment; null outside of rebalances.</summary>
    public Instant? SyncDeadline { get; set; }

    public HashSet<string> PendingSyncs { get; } = new(StringComparer.Ordinal);

    /// <summary>Of the first rebalance of an empty group: how much longer it may be put off for more members.</summary>
    public TimeSpan InitialDelayLeft { get; set; }

    public bool IsInitialDelay { get; set; }

    public bool HasNewMemberInDelay { get; set; }

    public bool IsEmpty => State is ClassicGroupState.Empty;

    public bool HasAllJoined => PendingMembers.Count == 0 && Members.All(member => member.IsJoining);

    public ClassicMember? Find(string memberId) => _members.GetValueOrDefault(memberId);

    public ClassicMember? FindStatic(string? instanceId) =>
        instanceId is null ? null : Members.FirstOrDefault(member => member.InstanceId == instanceId);

    public void Enter(ClassicGroupState state, Instant now)
    {
        State = state;
        StateSince = now;
    }

    public void Add(ClassicMember member)
    {
        _members.Add(member.MemberId, member);
        PendingMembers.Remove(member.MemberId);
        LeaderId ??= member.MemberId;
    }

    public void Remove(ClassicMember member)
    {
        _members.Remove(member.MemberId);
        PendingSyncs.Remove(member.MemberId);
        if (LeaderId == member.MemberId)
        {
            LeaderId = _members.Count == 0 ? null : _members.GetAt(0).Key;
        }
    }

    /// <summary>A static member is back under another id, in the same place.</summary>
    public void Rename(ClassicMember member, string memberId)
    {
        var index = _members.IndexOf(member.MemberId);
        _members.RemoveAt(index);
        LeaderId = LeaderId == member.MemberId ? memberId : LeaderId;
        if (PendingSyncs.Remove(member.MemberId))
        {
            PendingSyncs.Add(memberId);
        }

        member.MemberId = memberId;
        _members.Insert(index, memberId, member);
    }

    /// <summary>Who asks must be a member; a static one must be the latest of its instance.</summary>
    public KafkaError Validate(string memberId, string? instanceId)
    {
        if (instanceId is not null)
        {
            return FindStatic(instanceId) is not { } existing ? KafkaError.UnknownMemberId
                : existing.MemberId != memberId ? KafkaError.FencedInstanceId
                : KafkaError.None;
        }

        return Find(memberId) is null ? KafkaError.UnknownMemberId : KafkaError.None;
    }
}
