using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>An option has a value that cannot be; the message names it, the value and what is allowed.</summary>
public sealed class ClientOptionsException(string message)
    : ClientException(KafkaError.InvalidConfig, message);
