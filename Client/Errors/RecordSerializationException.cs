using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>
/// A serializer or deserializer has thrown; the message names the record's topic and place, and key or value.
/// </summary>
public sealed class RecordSerializationException(string message, Exception inner)
    : ClientException(KafkaError.InvalidRecord, message, inner)
{
    /// <summary>
    /// Of a record that was read: where it is, so that one can seek past it. Null of one to be produced.
    /// </summary>
    public TopicPartitionOffset? Position { get; init; }
}
