using System.Collections.Immutable;
using Cloud.Core.Groups.Records;
using Cloud.Protocol;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups.Consumers;

/// <summary>
/// A group of the KIP-848 protocol. All of it is in the log and changes by <see cref="Replay(GroupRecord)"/> alone,
/// but for what is called volatile.
/// </summary>
internal sealed class ConsumerGroup(string id)
{
    private readonly Dictionary<string, ConsumerMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PartitionSet> _targets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ResolvedRegex> _regexes = new(StringComparer.Ordinal);
    private readonly Dictionary<TopicIdPartition, string> _owners = [];

    public string Id => id;

    /// <summary>Grows when members, subscriptions or topics change.</summary>
    public int Epoch { get; private set; }

    /// <summary>The group epoch that the target assignment was made for.</summary>
    public int AssignmentEpoch { get; private set; }

    /// <summary>Topics subscribed to that exist, as <see cref="Epoch"/> knows them.</summary>
    public ImmutableSortedDictionary<string, SubscribedTopic> Topics { get; private set; } =
        ImmutableSortedDictionary.Create<string, SubscribedTopic>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ConsumerMember> Members => _members;

    public IReadOnlyDictionary<string, ResolvedRegex> Regexes => _regexes;

    /// <summary>Volatile: begins anew when the group is loaded.</summary>
    public ConsumerTimers Timers { get; } = new();

    /// <summary>Volatile: which metadata the group was last compared with.</summary>
    public long SeenTopicsVersion { get; set; } = -1;

    public ConsumerGroupState State
    {
        get
        {
            if (_members.Count == 0)
            {
                return ConsumerGroupState.Empty;
            }

            if (Epoch > AssignmentEpoch)
            {
                return ConsumerGroupState.Assigning;
            }

            var isStable = _members.Values.All(
                member => member.State is MemberState.Stable && member.Epoch == AssignmentEpoch);
            return isStable ? ConsumerGroupState.Stable : ConsumerGroupState.Reconciling;
        }
    }

    public ConsumerMember? Find(string memberId) => _members.GetValueOrDefault(memberId);

    public ConsumerMember? FindStatic(string instanceId) =>
        _members.Values.FirstOrDefault(member => member.InstanceId == instanceId);

    public PartitionSet TargetOf(string memberId) => _targets.GetValueOrDefault(memberId) ?? PartitionSet.Empty;

    /// <summary>Who has it, or has not yet said that it gave it up.</summary>
    public string? OwnerOf(TopicIdPartition partition) => _owners.GetValueOrDefault(partition);

    public IEnumerable<string> TopicsOf(ConsumerMember member) =>
        member.Regex is { } regex && _regexes.TryGetValue(regex, out var resolved)
            ? member.Topics.Union(resolved.Topics, StringComparer.Ordinal)
            : member.Topics;

    public bool IsSubscribedTo(string topic) => _members.Values.Any(member => TopicsOf(member).Contains(topic));

    /// <summary>The only thing that changes the group.</summary>
    public void Replay(GroupRecord record)
    {
        switch (record.Key)
        {
            case ConsumerGroupMetadataKey:
                Epoch = ((ConsumerGroupMetadataValue)record.Value!).Epoch;
                break;
            case ConsumerGroupPartitionMetadataKey:
                Topics = ConsumerRecords.TopicsOf((ConsumerGroupPartitionMetadataValue?)record.Value);
                break;
            case ConsumerGroupMemberMetadataKey key:
                Replay(key.MemberId, (ConsumerGroupMemberMetadataValue?)record.Value);
                break;
            case ConsumerGroupTargetAssignmentMetadataKey:
                AssignmentEpoch = ((ConsumerGroupTargetAssignmentMetadataValue?)record.Value)?.AssignmentEpoch ?? 0;
                break;
            case ConsumerGroupTargetAssignmentMemberKey key:
                Replay(key.MemberId, (ConsumerGroupTargetAssignmentMemberValue?)record.Value);
                break;
            case ConsumerGroupCurrentMemberAssignmentKey key:
                Replay(key.MemberId, (ConsumerGroupCurrentMemberAssignmentValue?)record.Value);
                break;
            case ConsumerGroupRegularExpressionKey key:
                Replay(key.RegularExpression, (ConsumerGroupRegularExpressionValue?)record.Value);
                break;
        }
    }

    private void Replay(string memberId, ConsumerGroupMemberMetadataValue? value)
    {
        if (value is not null)
        {
            _members[memberId] = ConsumerRecords.WithMetadata(Find(memberId) ?? new(memberId), value);
            return;
        }

        Own(Find(memberId), null);
        _members.Remove(memberId);
        Timers.Forget(memberId);
    }

    private void Replay(string memberId, ConsumerGroupTargetAssignmentMemberValue? value)
    {
        if (value is null)
        {
            _targets.Remove(memberId);
        }
        else
        {
            _targets[memberId] = ConsumerRecords.TargetOf(value);
        }
    }

    private void Replay(string memberId, ConsumerGroupCurrentMemberAssignmentValue? value)
    {
        var member = Find(memberId);
        if (member is null && value is null)
        {
            return;
        }

        // Compaction may leave this record before the one about the member itself.
        var next = ConsumerRecords.WithAssignment(member ?? new(memberId), value);
        Own(member, next);
        _members[memberId] = next;
    }

    private void Replay(string regex, ConsumerGroupRegularExpressionValue? value)
    {
        if (value is null)
        {
            _regexes.Remove(regex);
        }
        else
        {
            _regexes[regex] = new(value.Topics, value.Version);
        }
    }

    private void Own(ConsumerMember? before, ConsumerMember? after)
    {
        foreach (var partition in Held(before).Where(partition => OwnerOf(partition) == before!.MemberId))
        {
            _owners.Remove(partition);
        }

        foreach (var partition in Held(after))
        {
            _owners[partition] = after!.MemberId;
        }
    }

    private static IEnumerable<TopicIdPartition> Held(ConsumerMember? member) =>
        member is null ? [] : member.Assigned.All.Concat(member.PendingRevocation.All);
}
