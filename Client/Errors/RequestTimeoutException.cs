using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>
/// What was asked did not happen in time. The message names the time-out's option and the last reason.
/// </summary>
public sealed class RequestTimeoutException(string message, Exception? inner = null)
    : ClientException(KafkaError.RequestTimedOut, message, inner);
