using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>
/// A serializer or deserializer has thrown; the message names the record's topic and place, and key or value.
/// </summary>
public sealed class RecordSerializationException(string message, Exception inner)
    : ClientException(KafkaError.InvalidRecord, message, inner);
