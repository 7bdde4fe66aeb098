using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>
/// The group has committed nothing for the partition, and <see cref="ConsumerOptions.AutoOffsetReset"/> is none.
/// </summary>
public sealed class NoOffsetForPartitionException(TopicPartition topicPartition)
    : ClientException(
        KafkaError.OffsetOutOfRange,
        $"No offset is committed for {topicPartition}, and there is no reset policy: seek to where to begin.")
{
    public TopicPartition TopicPartition => topicPartition;
}
