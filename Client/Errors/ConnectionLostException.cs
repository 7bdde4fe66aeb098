using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>A connection ended while a request was under way: it may have been carried out or not.</summary>
public sealed class ConnectionLostException(string message, Exception? inner = null)
    : ClientException(KafkaError.NetworkException, message, inner);
