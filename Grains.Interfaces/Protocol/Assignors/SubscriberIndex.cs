namespace Cloud.Protocol.Assignors;

/// <summary>
/// Who subscribes to what: all partitions to assign, in their order, with the members that can have them.
/// </summary>
internal sealed class SubscriberIndex
{
    public SubscriberIndex(AssignorMember[] members, IEnumerable<AssignorTopic> topics)
    {
        var byTopic = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var member = 0; member < members.Length; member++)
        {
            foreach (var topic in members[member].Topics.Distinct(StringComparer.Ordinal))
            {
                (byTopic.TryGetValue(topic, out var known) ? known : byTopic[topic] = []).Add(member);
            }
        }

        foreach (var topic in topics.OrderBy(topic => topic.Name, StringComparer.Ordinal))
        {
            if (byTopic.TryGetValue(topic.Name, out var subscribers))
            {
                Add(topic, [.. subscribers]);
                IsHomogeneous &= topic.PartitionCount == 0 || subscribers.Count == members.Length;
            }
        }
    }

    public List<BalancedPartition> Partitions { get; } = [];

    /// <summary>Everybody can have everything.</summary>
    public bool IsHomogeneous { get; } = true;

    private void Add(AssignorTopic topic, int[] subscribers)
    {
        for (var partition = 0; partition < topic.PartitionCount; partition++)
        {
            Partitions.Add(new BalancedPartition(topic, partition, subscribers));
        }
    }
}
