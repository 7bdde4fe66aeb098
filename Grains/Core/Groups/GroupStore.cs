using Cloud.Core.Groups.Classic;
using Cloud.Core.Groups.Consumers;
using Cloud.Core.Groups.Offsets;
using Cloud.Core.Groups.Records;
using Cloud.Protocol;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups;

/// <summary>
/// All groups of one partition of <c>__consumer_offsets</c>, and their offsets. What the log knows of them changes by
/// <see cref="Replay(GroupRecord)"/> alone.
/// </summary>
internal sealed class GroupStore
{
    private readonly Dictionary<string, ClassicGroup> _classic = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConsumerGroup> _consumers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GroupOffsets> _offsets = new(StringComparer.Ordinal);

    public IReadOnlyCollection<ClassicGroup> ClassicGroups => _classic.Values;

    public IReadOnlyCollection<ConsumerGroup> ConsumerGroups => _consumers.Values;

    public IEnumerable<string> GroupIds => _classic.Keys.Concat(_consumers.Keys);

    public IEnumerable<string> GroupsWithOffsets => _offsets.Keys;

    public ClassicGroup? FindClassic(string groupId) => _classic.GetValueOrDefault(groupId);

    public ConsumerGroup? FindConsumer(string groupId) => _consumers.GetValueOrDefault(groupId);

    public GroupOffsets OffsetsOf(string groupId) => _offsets.GetValueOrDefault(groupId) ?? GroupOffsets.None;

    public bool Exists(string groupId) => _classic.ContainsKey(groupId) || _consumers.ContainsKey(groupId);

    /// <summary>An empty group, which is in the log once it has become something.</summary>
    public ClassicGroup CreateClassic(string groupId)
    {
        var group = new ClassicGroup(groupId);
        _classic.Add(groupId, group);
        return group;
    }

    /// <summary>A group that was of the other protocol; its record says all of it.</summary>
    public void Adopt(ClassicGroup group) => _classic[group.Id] = group;

    /// <summary>The only thing that changes what the log knows: in a step, and when loading.</summary>
    public void Replay(GroupRecord record)
    {
        switch (record.Key)
        {
            case OffsetCommitKey key:
                Replay(key, (OffsetCommitValue?)record.Value);
                break;
            case GroupMetadataKey key:
                Replay(key.Group, (GroupMetadataValue?)record.Value);
                break;
            case ConsumerGroupMetadataKey { GroupId: var groupId } when record.Value is null:
                _consumers.Remove(groupId);
                break;
            default:
                ReplayConsumer(record);
                break;
        }
    }

    /// <summary>Loading is over: everybody's session begins now, however old the records are.</summary>
    public void StartSessions(Instant now, GroupOptions options)
    {
        // A group that had become nothing but offsets may have left no other record.
        foreach (var groupId in GroupsWithOffsets.Where(groupId => !Exists(groupId)))
        {
            CreateClassic(groupId);
        }

        foreach (var member in ClassicGroups.SelectMany(group => group.Members))
        {
            member.Touch(now);
        }

        foreach (var group in ConsumerGroups)
        {
            group.Timers.Start(group, now, options);
        }
    }

    private void Replay(OffsetCommitKey key, OffsetCommitValue? value)
    {
        if (!_offsets.TryGetValue(key.Group, out var offsets))
        {
            if (value is null)
            {
                return;
            }

            _offsets[key.Group] = offsets = new GroupOffsets();
        }

        offsets.Replay(new TopicPartition(key.Topic, key.Partition), value);
        if (offsets.Count == 0)
        {
            _offsets.Remove(key.Group);
        }
        else if (!Exists(key.Group))
        {
            // A simple group: offsets that a tool or a consumer without a group has put there.
            CreateClassic(key.Group);
        }
    }

    private void Replay(string groupId, GroupMetadataValue? value)
    {
        if (value is null)
        {
            _classic.Remove(groupId);
        }
        else
        {
            _consumers.Remove(groupId);
            _classic[groupId] = ClassicRecords.Restore(groupId, value);
        }
    }

    private void ReplayConsumer(GroupRecord record)
    {
        var groupId = ConsumerRecords.GroupIdOf(record.Key);
        if (!_consumers.TryGetValue(groupId, out var group))
        {
            // Tombstones outlive their group until the log is compacted.
            if (record.Value is null)
            {
                return;
            }

            _classic.Remove(groupId);
            _consumers[groupId] = group = new ConsumerGroup(groupId);
        }

        group.Replay(record);
    }
}
