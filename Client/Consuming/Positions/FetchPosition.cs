using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>A place between two records: the offset of the next one, and the leader epoch of the one before.</summary>
internal readonly record struct FetchPosition(Offset Offset, LeaderEpoch Epoch)
{
    public FetchPosition(Offset offset)
        : this(offset, LeaderEpoch.None)
    {
    }

    public TopicPartitionOffset Of(TopicPartition partition) => new(partition, Offset, Epoch);
}
