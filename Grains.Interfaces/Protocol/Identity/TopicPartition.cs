namespace Cloud.Protocol;

/// <summary>One partition of a topic by name, as people and folders call it.</summary>
public readonly record struct TopicPartition(string Topic, int Partition)
{
    /// <summary>Kafka's folder and log name: <c>orders-0</c>.</summary>
    public override string ToString() => $"{Topic}-{Partition}";
}
