using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>The client was closed before what was asked of it was done.</summary>
public sealed class ClientClosedException(string message) : ClientException(KafkaError.OperationNotAttempted, message);
