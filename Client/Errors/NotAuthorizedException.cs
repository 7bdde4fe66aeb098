using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>The cluster does not allow it; the message names what was asked for.</summary>
public sealed class NotAuthorizedException(KafkaError error, string message) : ClientException(error, message);
