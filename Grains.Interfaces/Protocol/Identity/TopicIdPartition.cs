namespace Cloud.Protocol;

/// <summary>One partition by the identity of its topic: a topic made again under its name does not match.</summary>
public readonly record struct TopicIdPartition(TopicId TopicId, int Partition)
{
    public override string ToString() => $"{TopicId}/{Partition}";
}
