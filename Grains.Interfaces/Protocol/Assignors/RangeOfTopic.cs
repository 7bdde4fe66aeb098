namespace Cloud.Protocol.Assignors;

/// <summary>One topic while the range assignor divides it: who subscribes, and who got what so far.</summary>
internal sealed class RangeOfTopic
{
    private readonly AssignorTopic _topic;
    private readonly List<AssignorMember> _subscribers;
    private readonly int[] _owners;
    private readonly int[] _counts;
    private int _extrasLeft;

    private RangeOfTopic(AssignorTopic topic, List<AssignorMember> subscribers)
    {
        _topic = topic;
        _subscribers = subscribers;
        _counts = new int[subscribers.Count];
        _extrasLeft = topic.PartitionCount % subscribers.Count;
        _owners = new int[topic.PartitionCount];
        Array.Fill(_owners, -1);
        SubscribersAndCount = $"{PartitionCount}/{string.Join('/', subscribers.Select(member => member.MemberId))}";
    }

    public int PartitionCount => _topic.PartitionCount;

    public int SubscriberCount => _subscribers.Count;

    /// <summary>What topics have in common that are co-partitioned.</summary>
    public string SubscribersAndCount { get; }

    /// <summary>Some partition is near to some member, and not all are near to all.</summary>
    public bool NeedsRacks
    {
        get
        {
            var near = 0;
            for (var partition = 0; partition < PartitionCount; partition++)
            {
                near += _subscribers.Count(member => _topic.IsOnRack(partition, member.RackId));
            }

            return near > 0 && near < PartitionCount * SubscriberCount;
        }
    }

    /// <summary>Null when nobody subscribes.</summary>
    public static RangeOfTopic? Of(AssignorTopic topic, AssignorMember[] members)
    {
        var subscribers = members.Where(member => member.Topics.Contains(topic.Name)).ToList();
        return subscribers.Count == 0 ? null : new(topic, subscribers);
    }

    /// <summary>How many more partitions the subscriber may get.</summary>
    public int RoomOf(int subscriber) =>
        (PartitionCount / SubscriberCount) + (_extrasLeft > 0 ? 1 : 0) - _counts[subscriber];

    public bool IsOnRack(int partition, int subscriber) => _topic.IsOnRack(partition, _subscribers[subscriber].RackId);

    public void Assign(int partition, int subscriber)
    {
        _owners[partition] = subscriber;
        _counts[subscriber]++;
        if (_counts[subscriber] > PartitionCount / SubscriberCount)
        {
            _extrasLeft--;
        }
    }

    public void AssignOnRacks() => AssignWhere(IsOnRack);

    public void AssignRest() => AssignWhere((_, _) => true);

    public void CopyTo(GroupAssignment assignment)
    {
        for (var partition = 0; partition < PartitionCount; partition++)
        {
            assignment.Add(_subscribers[_owners[partition]].MemberId, new TopicPartition(_topic.Name, partition));
        }
    }

    private void AssignWhere(Func<int, int, bool> isAllowed)
    {
        for (var subscriber = 0; subscriber < SubscriberCount; subscriber++)
        {
            for (var partition = 0; partition < PartitionCount && RoomOf(subscriber) > 0; partition++)
            {
                if (_owners[partition] < 0 && isAllowed(partition, subscriber))
                {
                    Assign(partition, subscriber);
                }
            }
        }
    }
}
