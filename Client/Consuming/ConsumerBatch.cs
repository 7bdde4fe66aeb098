using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// Some records of one partition, in the order of their offsets; at least one, at most
/// <see cref="ConsumerOptions.MaxPollRecords"/>. Its records stay valid.
/// </summary>
public sealed class ConsumerBatch<TKey, TValue>
{
    internal ConsumerBatch(
        TopicPartition topicPartition, IReadOnlyList<ConsumerRecord<TKey, TValue>> records, TopicPartitionOffset next)
    {
        TopicPartition = topicPartition;
        Records = records;
        Next = next;
    }

    public TopicPartition TopicPartition { get; }

    public IReadOnlyList<ConsumerRecord<TKey, TValue>> Records { get; }

    /// <summary>What to commit when all of them are processed.</summary>
    public TopicPartitionOffset Next { get; }
}
