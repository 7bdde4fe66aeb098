using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>
/// The position lies outside of what the partition holds, and <see cref="ConsumerOptions.AutoOffsetReset"/> is none.
/// </summary>
public sealed class OffsetOutOfRangeException(TopicPartition topicPartition, Offset offset)
    : ClientException(
        KafkaError.OffsetOutOfRange,
        $"{topicPartition} does not hold offset {offset}, and there is no reset policy: seek to one that exists.")
{
    public TopicPartition TopicPartition => topicPartition;

    public Offset Offset => offset;
}
