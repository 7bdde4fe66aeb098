using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>
/// Records that were read, or committed, are not in the log any more (KIP-320): after an unclean election it has been
/// cut
/// and continued otherwise. Thrown where <see cref="ConsumerOptions.AutoOffsetReset"/> is none; else reading goes on at
/// <see cref="Diverging"/>.
/// </summary>
public sealed class LogTruncationException(
    TopicPartition topicPartition, Offset position, TopicPartitionOffset diverging)
    : ClientException(
        KafkaError.OffsetOutOfRange,
        $"{topicPartition} was cut at {diverging.Offset}, before the position {position}: "
        + "what was read after it is gone.")
{
    /// <summary>Where it was to go on.</summary>
    public TopicPartitionOffset Position => new(topicPartition, position);

    /// <summary>The first offset that is, or will be, another record than the one that was read.</summary>
    public TopicPartitionOffset Diverging => diverging;
}
