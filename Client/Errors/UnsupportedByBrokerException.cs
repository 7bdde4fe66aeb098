using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>The broker does not serve this API, or none of the versions that this client speaks.</summary>
public sealed class UnsupportedByBrokerException(string message)
    : ClientException(KafkaError.UnsupportedVersion, message);
