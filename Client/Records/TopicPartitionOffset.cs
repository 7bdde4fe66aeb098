using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>A place in a partition. To commit it means: everything before was processed, this is next.</summary>
/// <param name="TopicPartition">Topic and partition.</param>
/// <param name="Offset">Exclusive: of the next record.</param>
/// <param name="LeaderEpoch">
/// Of the record before, by which a truncated log is noticed (KIP-320); none where unknown.
/// </param>
/// <param name="Metadata">A text that is kept with a committed offset; empty for none.</param>
public readonly record struct TopicPartitionOffset(
    TopicPartition TopicPartition, Offset Offset, LeaderEpoch LeaderEpoch, string Metadata = "")
{
    public TopicPartitionOffset(TopicPartition topicPartition, Offset offset)
        : this(topicPartition, offset, LeaderEpoch.None)
    {
    }
}
