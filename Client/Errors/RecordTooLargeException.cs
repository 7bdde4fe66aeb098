using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>
/// A record does not fit: into <c>max.request.size</c> or <c>buffer.memory</c> of the producer, or into
/// <c>max.message.bytes</c> of its topic. The message says which, and how large it is.
/// </summary>
public sealed class RecordTooLargeException(KafkaError error, string message) : ClientException(error, message);
