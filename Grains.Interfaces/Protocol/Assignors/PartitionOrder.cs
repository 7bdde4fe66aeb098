namespace Cloud.Protocol.Assignors;

/// <summary>By topic name, then by number.</summary>
internal sealed class PartitionOrder : IComparer<TopicPartition>
{
    public static readonly PartitionOrder Instance = new();

    public int Compare(TopicPartition left, TopicPartition right)
    {
        var byTopic = string.CompareOrdinal(left.Topic, right.Topic);
        return byTopic != 0 ? byTopic : left.Partition.CompareTo(right.Partition);
    }
}
