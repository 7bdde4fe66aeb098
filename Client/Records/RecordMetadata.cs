using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>Where a record was written.</summary>
/// <param name="TopicPartition">Topic and partition.</param>
/// <param name="Offset">None where the broker does not tell: with acks 0.</param>
/// <param name="Timestamp">The record's own, or the broker's where the topic says so.</param>
public readonly record struct RecordMetadata(TopicPartition TopicPartition, Offset Offset, DateTimeOffset Timestamp);
