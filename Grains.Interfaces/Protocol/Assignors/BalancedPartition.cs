namespace Cloud.Protocol.Assignors;

/// <summary>A partition while it is being assigned. Members are numbers in the order of the assignment.</summary>
internal sealed class BalancedPartition(AssignorTopic topic, int partition, int[] subscribers)
{
    public const int Nobody = -1;

    public TopicPartition Id { get; } = new(topic.Name, partition);

    public int[] Subscribers => subscribers;

    public int Owner { get; set; } = Nobody;

    /// <summary>Who has it until now and may keep it.</summary>
    public int PreviousOwner { get; set; } = Nobody;

    public bool HasRacks => partition < topic.Racks.Length;

    public bool IsOnRack(string? rack) => topic.IsOnRack(partition, rack);
}
