using System.Diagnostics.CodeAnalysis;
using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>
/// Which partition a record goes to: the one it names, the one that the user's partitioner says, the one of its key,
/// or, without a key, wherever the topic's batch is being filled. Thread-safe.
/// </summary>
internal sealed class PartitionChoice(ProducerOptions options)
{
    /// <summary>Null while metadata does not know the topic, or not that many partitions.</summary>
    /// <exception cref="ClientException">The partitioner says what cannot be.</exception>
    public PartitionQueue? Choose(TopicQueues topic, RecordDraft draft)
    {
        var count = topic.Count;
        return count == 0 ? null
            : draft.Partition is { } named ? topic.Find(named)
            : options.Partitioner is { } partitioner ? topic.Find(Ask(partitioner, draft, count))
            : IsSticky(draft) ? topic.Find(topic.Sticky.Current(topic))
            : topic.Find(Murmur2.PartitionOf(draft.Key.Span, count));
    }

    /// <summary>Leaves a partition where a batch is full, if the record is free to go elsewhere.</summary>
    public bool TryMoveOn(
        TopicQueues topic, RecordDraft draft, PartitionQueue full, [NotNullWhen(true)] out PartitionQueue? other)
    {
        other = IsSticky(draft) && topic.Sticky.HasEnough
            ? topic.Find(topic.Sticky.Leave(full.Partition.Partition, topic))
            : null;
        return other is not null;
    }

    /// <summary>Counts a record that was appended to the current partition.</summary>
    public void Note(TopicQueues topic, RecordDraft draft)
    {
        if (IsSticky(draft))
        {
            topic.Sticky.Add(draft.SizeBytesMax);
        }
    }

    private static int Ask(IPartitioner partitioner, RecordDraft draft, int count)
    {
        var partition = partitioner.Partition(draft.Topic, draft.Key, draft.Value, count);
        return partition >= 0 && partition < count
            ? partition
            : throw new ClientException(
                KafkaError.UnknownTopicOrPartition,
                $"{partitioner.GetType().Name} chose partition {partition} of topic '{draft.Topic}', "
                + $"which has {count}.");
    }

    private bool IsSticky(RecordDraft draft) => draft.Partition is null && options.Partitioner is null
        && (draft.Key.IsNull || options.PartitionerIgnoreKeys);
}
