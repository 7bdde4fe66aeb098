using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>A broker answered with what is no answer, or with records that are damaged.</summary>
public sealed class MalformedResponseException(string message, Exception? inner = null)
    : ClientException(KafkaError.CorruptMessage, message, inner);
